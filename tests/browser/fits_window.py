"""What a page shows beyond its window, as JavaScript functions that any browser runs."""

#: By how much the page scrolls sideways, in CSS pixels.
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Elements that leave the window sideways or hide a part of their own; a plate lies in a box that scrolls by itself.
CUT = """() => [...document.querySelectorAll('body *')].filter(node => node.getClientRects().length
    && !node.closest('.pub-wide, svg, table') && !/heard|sd-place/.test(node.className)
    && (node.getBoundingClientRect().right > innerWidth + 1 || node.getBoundingClientRect().left < -1
    || node.scrollWidth > node.clientWidth + 1 && node.clientWidth && getComputedStyle(node).overflowX === 'hidden'))
    .map(node => node.outerHTML.slice(0, 100)).slice(0, 5)"""
