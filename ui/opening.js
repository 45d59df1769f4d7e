// Takes the way to the list of commitments that a click asked for (ui/opening.py): a link on the page, which the browser
// follows as if it had been pressed.
//
// The list then narrows its filters, and the address follows them, which Streamlit writes down as a further step of the
// browser's history. It belongs to the same step: without this, the way back would lead to a list that nobody asked for.

const WAITS = 100;
const MILLISECONDS = 3000;

export default function ({ data }) {
  let left = WAITS;
  const go = () => {
    const link = document.querySelector(`.st-key-${data.link} a`);
    if (link) {
      asOneStep();
      link.click();
    } else if (left--) requestAnimationFrame(go);
  };
  go();
}

function asOneStep() {
  let steps = 0;
  history.pushState = (...step) =>
    steps++ ? history.replaceState(...step) : History.prototype.pushState.apply(history, step);
  setTimeout(() => delete history.pushState, MILLISECONDS);
}
