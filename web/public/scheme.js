// Before the first paint, so that a dark screen never flashes white, and that the frame of the
// page stands before its code has come. A file of its own because the content security policy
// allows no inline script.
;(function () {
  var chosen = null
  try {
    chosen = localStorage.getItem('belay.scheme')
  } catch (_) {}
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  var page = document.documentElement
  page.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  if (!/^\/o\/[^/]+(?!\/(sign-in|link|first-password|letters-off))(\/|$)/.test(location.pathname)) return
  var rail = null
  try {
    rail = localStorage.getItem('belay.rail')
  } catch (_) {}
  var narrow = matchMedia('(max-width: 1099px)').matches ? rail !== 'wide-always' : rail === 'narrow'
  page.setAttribute('data-ghost', narrow ? 'narrow' : 'wide')
})()
