import { describe, expect, it } from 'vitest';
import {
  losesBuckets,
  meansIn,
  needsNoWait,
  parsePromql,
  promRulesOf,
  quantilesIn,
  rawBuckets,
  selectorsIn,
  spanInRule,
} from '#languages/kubernetes';
import { read } from './support.ts';

const expression = (text: string) => parsePromql(text)!;

describe('PromQL', () => {
  it('is read into calls, aggregations, joins and selectors', () => {
    const text =
      'sum without (pod) (rate(a_total{code=~"5..", job!="x"}[5m] offset 1h)) / on (job) group_left b > bool 0.1';
    const found = expression(text);
    expect(found).toMatchObject({ type: 'binary', operator: '>', right: { type: 'number', value: 0.1 } });
    const [a, b] = selectorsIn(found);
    expect(a).toMatchObject({
      metric: 'a_total',
      range: '5m',
      shifted: true,
      matchers: [
        { label: 'code', operator: '=~', value: '5..' },
        { label: 'job', operator: '!=', value: 'x' },
      ],
    });
    expect(text.slice(a!.vectorSpan.start, a!.vectorSpan.end)).toBe('a_total{code=~"5..", job!="x"}');
    expect(b).toMatchObject({ metric: 'b', range: undefined, shifted: false });
  });

  it('knows the three ways to name a metric', () => {
    expect(selectorsIn(expression('a + {__name__="b"} + {"c.d", e="f"}')).map(one => one.metric)).toEqual([
      'a',
      'b',
      'c.d',
    ]);
  });

  it('reads the ranges of subqueries as none of their selectors', () => {
    expect(selectorsIn(expression('max_over_time(a[1h:5m])'))).toMatchObject([{ metric: 'a', range: undefined }]);
  });

  it('is not known where it is broken, and never throws', () => {
    const whole = 'histogram_quantile(0.95, sum by (le) (rate(a_bucket{b="c"}[5m]))) > 1 # why';
    for (let end = 0; end <= whole.length; end++) expect(() => parsePromql(whole.slice(0, end))).not.toThrow();
    expect(parsePromql('sum(rate(a[5m])')).toBeUndefined();
    expect(parsePromql('')).toBeUndefined();
    expect(parsePromql('# only a comment')).toBeUndefined();
  });
});

describe('a quantile', () => {
  const first = (text: string) => quantilesIn(expression(text))[0]!;

  it.each([
    ['histogram_quantile(0.9, sum(rate(a_bucket[5m])))', 'sum'],
    ['histogram_quantile(0.9, (avg by (job) (rate(a_bucket[5m]))))', 'avg'],
    ['histogram_quantile(0.9, sum by (le) (max by (job) (rate(a_bucket[5m]))))', 'max'],
    ['histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))', undefined],
    ['histogram_quantile(0.9, sum without (le) (rate(a_bucket[5m])))', 'sum'],
    ['histogram_quantile(0.9, sum(rate(a[5m])))', undefined],
    ['histogram_quantile(0.9, sum(a_bucket) or sum(b_bucket))', undefined],
    ['histogram_quantile(0.9, topk(1, rate(a_bucket[5m])))', undefined],
  ])('loses its buckets: %s', (text, operator) => {
    expect(losesBuckets(first(text))?.operator).toBe(operator);
  });

  it('is raw without a rate', () => {
    expect(rawBuckets(first('histogram_quantile(0.9, sum by (le) (a_bucket))'))?.metric).toBe('a_bucket');
    expect(rawBuckets(first('histogram_quantile(0.9, rate(a_bucket[5m]))'))).toBeUndefined();
    expect(rawBuckets(first('histogram_quantile(0.9, job:a_bucket)'))).toBeUndefined();
  });

  it('takes the place of a mean of the same histogram', () => {
    const mean = (text: string) => meansIn(expression(text)).map(one => one.asQuantile);
    expect(mean('sum(rate(a_duration_sum{b="c"}[1m])) / sum(rate(a_duration_count{b="c"}[1m])) > 1')).toEqual([
      'histogram_quantile(0.95, sum by (le) (rate(a_duration_bucket{b="c"}[1m])))',
    ]);
    expect(mean('sum without (pod) (rate(a_duration_sum[1m])) / sum(rate(a_duration_count[1m]))')).toEqual([undefined]);
    expect(mean('rate(a_duration_sum[1m]) / rate(b_duration_count[1m])')).toEqual([]);
  });
});

describe('an alert', () => {
  it.each([
    ['up == 0', false],
    ['absent(up)', true],
    ['vector(1)', true],
    ['time() - done > 60', true],
    ['rate(a[5m]) > 1', false],
    ['rate(a[1h]) > 1', true],
    ['rate(a[1h]) > 1 and rate(a[5m]) > 1', false],
  ])('waits for nothing: %s', (text, expected) => expect(needsNoWait(expression(text))).toBe(expected));
});

describe('the place of a part of an expression', () => {
  const rules = (written: string) => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: a }
spec:
  groups:
    - name: a
      rules:
        - alert: A
          expr: ${written}
`;
  it.each([
    ['plain', 'sum(rate(a_total{b="c"}[5m])) > wanted_total # why'],
    ['plain on two lines', 'sum(rate(a_total[5m]))\n            > wanted_total'],
    ['single-quoted', "'rate(a_total{b=\"it''s\"}[5m]) > wanted_total'"],
    ['double-quoted', '"rate(a_total{b=\\"c\\\\\\\\d\\"}[5m])\\n > \\\n            wanted_total"'],
    ['literal', '|- # why\n            rate(a_total[5m])\n              > wanted_total\n'],
    ['literal with an indentation of its own', '|2\n              rate(a_total[5m]) >\n            wanted_total\n'],
    ['folded', '>\n            rate(a_total[5m])\n\n            > wanted_total\n'],
    ['after an emoji', '"rate(a_total{b=\'\u{1F600}\'}[5m]) > wanted_total"'],
  ])('%s', (_name, written) => {
    for (const newline of ['\n', '\r\n']) {
      const document = read(rules(written).replaceAll('\n', newline));
      expect(document.problems).toEqual([]);
      const [rule] = promRulesOf(document.objects[0]!);
      const selector = selectorsIn(rule!.expression).at(-1)!;
      const { start, end } = spanInRule(document, rule!, selector.nameSpan);
      expect(document.text.slice(start, end)).toBe('wanted_total');
    }
  });

  it('is the key where an escape leaves it open', () => {
    const document = read(rules('"rate(\\x61_total[5m]) > wanted_total"'));
    const [rule] = promRulesOf(document.objects[0]!);
    const { start, end } = spanInRule(document, rule!, selectorsIn(rule!.expression)[1]!.nameSpan);
    expect(document.text.slice(start, end)).toBe('expr');
  });
});
