"""Which purchases to buy and which money pays, exactly to the cent, with a proven distance from the best possible.

Ask `solve.allocate`; the parts are imported one by one, so that what only names a pot does not wait for the solver.
"""
