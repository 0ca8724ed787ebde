"""What the commands of `manage.py` find, ask and say at a shell."""
