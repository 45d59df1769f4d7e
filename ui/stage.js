// Keys of a keyboard or of a presenter's remote. Numbers move by as many slides, names press a button beneath the slide.
const MOVES = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
  Home: -Infinity, End: Infinity, Escape: "leave", n: "notes", N: "notes", f: "fill", F: "fill",
}
const TYPED_INTO = "input, textarea, select, [contenteditable=true], [data-testid=stPopoverBody], [role=dialog]," +
  ".st-key-slide_body[tabindex='0']"
const PRESSED = "button, a, summary, [role=button]"

const press = (name) => document.querySelector(`.st-key-slide_${name} button`)?.click()

const fill = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()

const notes = () => document.querySelector("[data-testid=stPopoverBody] .slide-notes")
const CLOSING = ["leave", "notes"]
const SIDEWAYS = ["ArrowLeft", "ArrowRight"] // the notes scroll by all other keys

// Calls `then` as soon as `is` holds, and never where it does not within two seconds.
const once = (is, then, until = Date.now() + 2000) => {
  if (is()) then(is())
  else if (Date.now() < until) requestAnimationFrame(() => once(is, then, until))
}

// The notes get the focus when they open, so that keys and remotes scroll them, and give it back when they close.
let focusedBefore
const onNotes = (event) => {
  if (!(event.target instanceof Element && event.target.closest(".st-key-slide_notes button"))) return
  if (notes()) {
    once(() => !notes(), () => focusedBefore?.isConnected ? focusedBefore.focus() : document.activeElement?.blur())
    return
  }
  const active = document.activeElement
  focusedBefore = active === document.body ? undefined : active
  once(notes, (found) => {
    const panel = found.closest("[data-testid=stPopoverBody]")
    panel.tabIndex = -1
    panel.focus()
  })
}

// Where the keys have gone by now, which may be further than the server has drawn: `n` counts the moves, and the server
// says up to which it has heard them. What it knows of the place counts again as soon as it has heard all.
let move = { n: 0, to: 1 }
let ended = new AbortController()

const onKey = (event, go) => {
  const target = event.target instanceof Element ? event.target : document.body
  const what = MOVES[event.key]
  if (!what || event.ctrlKey || event.metaKey || event.altKey) return
  const isInNotes = target.contains(notes()) && target !== document.body
  const isMeant = isInNotes ? CLOSING.includes(what) || SIDEWAYS.includes(event.key) : !target.closest(TYPED_INTO)
  if (!isMeant) return
  if (event.key === " " && target.closest(PRESSED)) return // the browser presses what has the focus
  event.preventDefault()
  event.stopPropagation()
  if (typeof what === "number") go(what)
  else if (what === "fill") fill()
  else press(what === "leave" && notes() ? "notes" : what)
}

const isNarrow = () => window.innerWidth <= 820

// Charts are drawn by the server, which has to know how large their texts are to be (ui/stage.css does the rest).
const scaleOf = () => {
  if (isNarrow()) return 0.55
  const exact = Math.min(window.innerWidth / 1280, window.innerHeight / 720)
  return Math.round(exact * 20) / 20
}

export default function ({ data, setStateValue }) {
  ended.abort() // called anew with each answer, without an end before
  ended = new AbortController()
  let waiting
  if (data.heard >= move.n) move = { n: data.heard, to: data.at }
  const go = (by) => {
    const to = Math.min(Math.max(move.to + by, 1), data.last)
    if (to === move.to) return
    move = { n: move.n + 1, to }
    setStateValue("move", move)
  }
  const measure = () => {
    const body = document.querySelector(".st-key-slide_body")
    if (body) body.tabIndex = isNarrow() ? 0 : -1 // there a chart is wider than the screen, and scrolls by keys too
    if (scaleOf() !== data.scale) setStateValue("scale", scaleOf())
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = setTimeout(measure, 250)
  }
  document.addEventListener("keydown", (event) => onKey(event, go), { capture: true, signal: ended.signal })
  document.addEventListener("click", onNotes, { capture: true, signal: ended.signal })
  window.addEventListener("resize", later, { signal: ended.signal })
  measure()
  document.body.dataset.keys = "heard"
  return () => {
    delete document.body.dataset.keys
    clearTimeout(waiting)
    ended.abort()
  }
}
