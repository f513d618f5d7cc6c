import { describe, expect, it } from 'vitest';
import { selects } from '#languages/kubernetes';
import { readOne } from './support.ts';

const pod = (labels: string) =>
  readOne(
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n  labels: {${labels}}\nspec:\n  containers: [{name: a, image: b}]\n`,
  ).podSpec()!.labels;
const service = (selector: string) =>
  readOne(`apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  selector: {${selector}}\n`).selector()!;
const budget = (selector: string) =>
  readOne(
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: x\nspec:\n  selector: {${selector}}\n`,
  ).selector()!;

describe('a selector of labels', () => {
  it.each([
    [true, 'app: a', 'app: a, tier: b'],
    [false, 'app: a', 'app: b'],
    [false, 'app: a, tier: c', 'app: a'],
    [false, '', 'app: a'],
    [undefined, 'app: "${APP}"', 'app: a'],
    [undefined, 'app: a', 'app: "${APP}"'],
    [false, 'app: "${APP}", tier: b', 'app: a, tier: c'],
    [undefined, 'statefulset.kubernetes.io/pod-name: a-0', 'app: a'],
    [true, 'version: "1"', 'version: 1'],
    // The StatefulSet's controller adds this one.
    [true, 'app: a, statefulset.kubernetes.io/pod-name: a-0', 'app: a'],
  ])('%s: {%s} on {%s}', (expected, selector, labels) =>
    expect(selects(service(selector), pod(labels))).toBe(expected),
  );
});

describe('a selector of expressions', () => {
  it.each([
    [true, 'matchExpressions: [{key: app, operator: In, values: [a, b]}]', 'app: b'],
    [false, 'matchExpressions: [{key: app, operator: In, values: [a, b]}]', 'app: c'],
    [false, 'matchExpressions: [{key: app, operator: NotIn, values: [a]}]', 'app: a'],
    [true, 'matchExpressions: [{key: app, operator: NotIn, values: [a]}]', 'tier: x'],
    [true, 'matchExpressions: [{key: app, operator: Exists}]', 'app: a'],
    [false, 'matchExpressions: [{key: app, operator: Exists}]', 'tier: a'],
    [true, 'matchExpressions: [{key: app, operator: DoesNotExist}]', 'tier: a'],
    [false, 'matchLabels: {app: a}, matchExpressions: [{key: tier, operator: Exists}]', 'app: a'],
    [undefined, 'matchExpressions: [{key: app, operator: Sometimes}]', 'app: a'],
    [undefined, 'matchExpressions: [{key: app, operator: In, values: ["${A}"]}]', 'app: a'],
  ])('%s: {%s} on {%s}', (expected, selector, labels) => expect(selects(budget(selector), pod(labels))).toBe(expected));
});
