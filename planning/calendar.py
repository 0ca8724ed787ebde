"""Fiscal years: which one a day is in, and its first and last day."""

from datetime import date, timedelta


def fiscal_year(day: date, start_month: int) -> int:
    """The fiscal year `day` is in, named by the year it ends in; with `start_month` 1 it is the calendar year."""
    return day.year + 1 if start_month > 1 and day.month >= start_month else day.year


def first_day(year: int, start_month: int) -> date:
    """First day of fiscal `year`."""
    return date(year - 1 if start_month > 1 else year, start_month, 1)


def month_end(year: int, month: int) -> date:
    """Last day of a month of a calendar year."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def last_day(year: int, start_month: int) -> date:
    """Last day of fiscal `year`."""
    return first_day(year + 1, start_month) - timedelta(days=1)
