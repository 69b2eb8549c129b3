/**
 * Runs in the browser, on the origin of packages, between a package and Belay. A package looks for
 * its runtime in the windows around it and calls it as a function, so the runtime lives here;
 * Belay hears of it by messages alone. A package can reach into this page and say anything in its
 * name: Belay believes nothing of it beyond its form.
 */
;(() => {
  'use strict'
  const { kind, app } = document.currentScript.dataset
  const first = kind === 'scorm12'
  const say = (message) => parent.postMessage({ belay: 1, ...message }, app)
  let api = null
  let frame = null
  let waiting = null
  let begun = false
  /** Its notes are longer than the runtime takes: it refuses them, and most packages do not look whether it did. */
  let cut = false
  const longest = 64000

  const flat = () => {
    const all = api.getFlattenedCMI()
    const said = {}
    for (const key of Object.keys(all)) if (typeof all[key] === 'string') said[key] = all[key]
    return said
  }
  const tell = () => {
    clearTimeout(waiting)
    waiting = null
    if (api) say({ is: 'kept', cmi: flat(), cut })
  }
  /** Packages set many values in a row; one message a second says the last. */
  const soon = () => {
    waiting ??= setTimeout(tell, 1000)
  }

  const begin = ({ cmi, file, search, title }) => {
    begun = true
    // A course of cmi5 speaks to its endpoint itself.
    if (kind !== 'cmi5') prepare(cmi)
    frame = document.createElement('iframe')
    frame.title = title
    document.title = title
    frame.allow = 'autoplay; fullscreen'
    frame.src = `files/${file.split('/').map(encodeURIComponent).join('/')}${search}`
    frame.addEventListener('load', () => say({ is: 'loaded' }), { once: true })
    document.body.append(frame)
    frame.focus()
  }
  const prepare = (cmi) => {
    const settings = { autocommit: false, logLevel: 5, lmsCommitUrl: false }
    api = first ? new window.Scorm12API(settings) : new window.Scorm2004API(settings)
    api.loadFromFlattenedJSON(cmi)
    const on = (name, what) => api.on(first ? `LMS${name}` : name, what)
    on('SetValue', (name, value) => {
      if (name === 'cmi.suspend_data') cut = String(value).length > longest
      soon()
    })
    on('Commit', tell)
    on(first ? 'Finish' : 'Terminate', tell)
    // Where a part asks to go when it ends: Belay knows whether it may.
    const go = (name, to) =>
      api.on(name, (target) => say({ is: 'go', to, target: typeof target === 'string' ? target : '' }))
    go('SequenceNext', 'next')
    go('SequencePrevious', 'previous')
    go('SequenceChoice', 'choice')
    for (const name of ['SequenceExit', 'SequenceExitAll', 'SequenceSuspendAll', 'SequenceAbandonAll'])
      api.on(name, () => say({ is: 'left' }))
    window[first ? 'API' : 'API_1484_11'] = api
  }
  /** Leaving lets the package finish, as it does when its window is closed. */
  const end = () => {
    frame?.remove()
    frame = null
    if (api) tell()
    say({ is: 'ended' })
  }

  window.addEventListener('message', (event) => {
    // The page to which a course goes when it is ended from within.
    if (
      frame &&
      event.source === frame.contentWindow &&
      event.origin === location.origin &&
      event.data?.is === 'left'
    ) {
      say({ is: 'left' })
      return
    }
    if (event.source !== parent || event.origin !== app || event.data?.belay !== 1) return
    if (event.data.is === 'begin' && !begun) begin(event.data)
    if (event.data.is === 'end') end()
  })
  document.addEventListener('DOMContentLoaded', () => say({ is: 'ready' }), { once: true })
})()
