// What the encoder doctor of a stream found, as list items; shared by both pages.
import { text } from './text.js';

export function showFindings(list, findings) {
  showItems(list, (findings ?? []).map((finding) => [finding.message, text('fix', finding.fix)]));
}

/** Fills a list with lines of [first, ...rest], touching the page only when something changed. */
export function showItems(list, lines) {
  const wanted = JSON.stringify(lines);
  if (list.dataset.shown === wanted) {
    return;
  }
  list.dataset.shown = wanted;
  list.replaceChildren(...lines.map(([first, ...rest]) => {
    const item = document.createElement('li');
    if (rest.length) {
      const strong = document.createElement('strong');
      strong.textContent = first;
      item.append(strong, ...rest);
    } else {
      item.textContent = first;
    }
    return item;
  }));
}
