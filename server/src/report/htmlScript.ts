/**
 * What the report does beyond being read: filters, and opening files where a host (VS Code's webview) can.
 * ASCII only: its hash stands in the content security policy. The page is complete without it.
 */
export const SCRIPT = `
(() => {
  const rows = [...document.querySelectorAll('#findings tbody tr')];
  const filters = document.querySelector('.filters');
  if (filters && rows.length > 0) {
    const words = filters.querySelector('input');
    const severity = filters.querySelector('select');
    const shown = filters.querySelector('output');
    const texts = rows.map(row => row.textContent.toLowerCase());
    const update = () => {
      const wanted = words.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let count = 0;
      rows.forEach((row, index) => {
        const fits = (severity.value === '' || row.dataset.severity === severity.value) &&
          wanted.every(word => texts[index].includes(word));
        row.hidden = !fits;
        if (fits) count++;
      });
      shown.textContent = count + ' of ' + rows.length + ' shown';
    };
    words.addEventListener('input', update);
    severity.addEventListener('change', update);
    filters.hidden = false;
    update();
  }
  if (typeof acquireVsCodeApi !== 'function') return;
  const host = acquireVsCodeApi();
  for (const place of document.querySelectorAll('[data-uri]')) {
    place.setAttribute('role', 'link');
    place.setAttribute('tabindex', '0');
    const [line, character, endLine, endCharacter] = (place.dataset.range || '0,0,0,0').split(',').map(Number);
    const open = () => host.postMessage({
      type: 'open',
      uri: place.dataset.uri,
      range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
    });
    place.addEventListener('click', open);
    place.addEventListener('keydown', event => {
      if (event.key === 'Enter') open();
    });
  }
})();
`;
