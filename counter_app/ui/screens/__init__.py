"""One folder per screen: `view.py` shows a frozen state, `presenter.py` makes it without widgets."""
