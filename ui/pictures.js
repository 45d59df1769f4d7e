// Makes the picture of a chart when one of its buttons is pressed (ui/pictures.py), in the browser and from what the
// page already holds: nothing is asked for anywhere.
//
// Streamlit keeps Plotly to itself, but each chart carries the button of Plotly's own bar that makes pictures. It is
// pressed here for a copy of the chart that is laid out for a projector, so the chart on the page stays as it is.

// Letters that every system has. A picture cannot carry those of the page along, and what is measured with one and
// shown with another runs into its neighbour.
const LETTERS = "Arial, Helvetica, 'Liberation Sans', sans-serif";
const PLACE = '[class*="st-key-picture_"]';
const BUTTONS = `${PLACE} button`;

// What the component was given last, by where it stands. Streamlit calls it again for every change.
const given = new Map();

document.addEventListener("click", pressed, true);

export default function ({ data, parentElement }) {
  speak();
  given.delete(parentElement);
  given.set(parentElement, data);
  return () => given.delete(parentElement);
}

function pressed(event) {
  const button = event.target.closest?.(BUTTONS);
  const [, name, format] = button?.closest(PLACE).className.match(/st-key-picture_(\S+)_(png|svg)/) ?? [];
  const data = [...given.values()].findLast(({ charts }) => name in charts);
  if (!data) return;
  // It is made here: the page is not to run again for it.
  event.stopPropagation();
  event.preventDefault();
  draw(name, format, data);
}

// Where Plotly says how it gets on; it would make the place itself, but silent for readers of screens.
function speak() {
  if (document.querySelector("body > .plotly-notifier")) return;
  const place = document.createElement("div");
  place.className = "plotly-notifier";
  place.setAttribute("role", "status");
  document.body.append(place);
}

function draw(name, format, { charts, words }) {
  const chart = document.querySelector(`.st-key-chart_${name} .js-plotly-plot`);
  const make = chart?._fullLayout?._modeBar?.buttons?.[0]?.[0]?.click;
  if (!make) {
    window.alert(words["Sorry, there was a problem downloading your image!"]);
    return;
  }
  const { width, height, scale, layout, file } = charts[name];
  const config = { ...chart._context, displayNotifier: true, locale: "ours", locales: { ours: { dictionary: words } } };
  make({
    data: chart.data,
    layout: onItsOwn(chart.layout, layout),
    config,
    _context: { ...config, toImageButtonOptions: { format, width, height, scale, filename: file } },
  });
}

// The chart's layout with ours over it, in the page's colours, with what is grey on the page in full ink: a projector
// takes enough of it away.
function onItsOwn(shown, ours) {
  const { backgroundColor: ground, color } = getComputedStyle(document.querySelector("[data-testid=stApp]"));
  const layout = JSON.parse(JSON.stringify(shown), (key, value) => (key === "family" ? LETTERS : value));
  const inked = (part, font) => ({ ...part, [font]: { color, ...part?.[font] } });
  for (const axis of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
    layout[axis] = inked(inked(layout[axis], "tickfont"), "title");
  }
  return {
    ...layout,
    ...ours,
    title: { ...ours.title, font: { ...ours.title.font, color }, subtitle: inked(ours.title.subtitle, "font") },
    annotations: layout.annotations?.map((note) => ({ ...inked(note, "font"), opacity: 1 })),
    font: { ...layout.font, family: LETTERS, color },
    paper_bgcolor: ground,
    autosize: false,
  };
}
