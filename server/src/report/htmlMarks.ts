import type { Severity } from '#languages';
import type { Verdict } from './scorecard.ts';

/** Severities differ in shape, not in colour alone. */
const SHAPES: Readonly<Record<Severity, string>> = {
  error: '<path d="M6 0 12 6 6 12 0 6z"/>',
  warning: '<path d="M6 .5 12 11.5H0z"/>',
  info: '<circle cx="6" cy="6" r="5.5"/>',
  hint: '<path d="M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 2a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z" fill-rule="evenodd"/>',
};

export function severityMark(severity: Severity): string {
  return `<svg class="mark ${severity}" viewBox="0 0 12 12" aria-hidden="true">${SHAPES[severity]}</svg>`;
}

export function verdictMark(verdict: Verdict): string {
  switch (verdict) {
    case 'holds':
      return '<svg class="mark holds" viewBox="0 0 12 12" aria-hidden="true"><path d="M4.6 10.6.6 6.6 2 5.2l2.6 2.6L10 2.4l1.4 1.4z"/></svg>';
    case 'open':
      return severityMark('warning');
    case 'unchecked':
      return '<svg class="mark unchecked" viewBox="0 0 12 12" aria-hidden="true"><path d="M1 5.2h10v1.6H1z"/></svg>';
  }
}
