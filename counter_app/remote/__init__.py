"""The centre as the counter sees it: requests out, checked answers in, only our errors raised."""
