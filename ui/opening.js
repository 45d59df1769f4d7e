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
      asOneStep(location.pathname, link.pathname);
      link.click();
    } else if (left--) requestAnimationFrame(go);
  };
  go();
}

// Until it is over: what is written down of the page that is left and of the list is one step. A step to elsewhere is
// somebody's own.
function asOneStep(...paths) {
  let steps = 0;
  const push = (...step) => {
    const isOurs = paths.includes(new URL(step[2] ?? "", location).pathname);
    if (!isOurs) restore();
    History.prototype[isOurs && steps++ ? "replaceState" : "pushState"].apply(history, step);
  };
  const restore = () => {
    if (history.pushState === push) delete history.pushState;
  };
  history.pushState = push;
  setTimeout(restore, MILLISECONDS);
}
