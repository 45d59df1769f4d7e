// Keys of a keyboard or of a presenter's remote press the buttons beneath the slide.
const MOVES = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next",
  ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
  Home: "first", End: "last", Escape: "leave", n: "notes", N: "notes", f: "fill", F: "fill",
}
const TYPED_INTO = "input, textarea, select, [contenteditable=true], [data-testid=stPopoverBody], [role=dialog]"
const PRESSED = "button, a, summary, [role=button]"

const press = (name) => document.querySelector(`.st-key-slide_${name} button`)?.click()

const fill = () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()

const notes = () => document.querySelector("[data-testid=stPopoverBody] .slide-notes")

const onKey = (event) => {
  const target = event.target instanceof Element ? event.target : document.body
  const move = MOVES[event.key]
  if (!move || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPED_INTO)) return
  if (event.key === " " && target.closest(PRESSED)) return // the browser presses what has the focus
  event.preventDefault()
  event.stopPropagation()
  if (move === "fill") fill()
  else press(move === "leave" && notes() ? "notes" : move)
}

// Charts are drawn by the server, which has to know how large their texts are to be (ui/stage.css does the rest).
const scaleOf = () => {
  if (window.innerWidth <= 820) return 0.55
  const exact = Math.min(window.innerWidth / 1280, window.innerHeight / 720)
  return Math.round(exact * 20) / 20
}

export default function ({ data, setStateValue }) {
  const ended = new AbortController()
  let waiting
  const measure = () => {
    if (scaleOf() !== data) setStateValue("scale", scaleOf())
  }
  const later = () => {
    clearTimeout(waiting)
    waiting = setTimeout(measure, 250)
  }
  document.addEventListener("keydown", onKey, { capture: true, signal: ended.signal })
  window.addEventListener("resize", later, { signal: ended.signal })
  measure()
  document.body.dataset.keys = "heard"
  return () => {
    delete document.body.dataset.keys
    clearTimeout(waiting)
    ended.abort()
  }
}
