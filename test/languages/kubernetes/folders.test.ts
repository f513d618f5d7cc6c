import { describe, expect, it } from 'vitest';
import { isForeignPath, isNonProductionPath } from '../../../server/src/languages/kubernetes/environment.ts';

describe('folders', () => {
  it.each(['file:///w/testdata/a.yaml', 'file:///w/charts/x/crds/a.yaml', 'file:///w/vendor/y/a.yaml'])(
    '%s is not ours',
    uri => {
      expect(isForeignPath(uri)).toBe(true);
    },
  );

  it.each(['file:///w/deploy/a.yaml', 'file:///w/testdata.yaml', 'file:///w/vendors/a.yaml'])('%s is ours', uri => {
    expect(isForeignPath(uri)).toBe(false);
  });

  it.each([
    ['file:///w/deploy/examples/a.yaml', true],
    ['file:///w/overlays/dev/a.yaml', true],
    ['file:///w/deploy/device/a.yaml', false],
    ['file:///w/overlays/production/a.yaml', false],
  ])('%s is for development or tests: %s', (uri, expected) => {
    expect(isNonProductionPath(uri)).toBe(expected);
  });
});
