"""What a page shows beyond its window, as JavaScript functions that any browser runs."""

#: By how much the page scrolls sideways, in CSS pixels.
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Elements that leave the window sideways or hide a part of their own; a plate lies in a box that scrolls by itself.
CUT = """() => [...document.querySelectorAll('body *')].filter(one => one.getClientRects().length
    && !one.closest('.pub-wide, svg, table') && !/heard/.test(one.className)
    && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1
    || one.scrollWidth > one.clientWidth + 1 && one.clientWidth && getComputedStyle(one).overflowX === 'hidden'))
    .map(one => one.outerHTML.slice(0, 100)).slice(0, 5)"""
