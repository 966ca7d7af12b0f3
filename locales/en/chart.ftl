chart-described = Bar chart; the table beside it has the numbers.
chart-share = Share
