import { defineRule } from '#engine';
import { allContainers, type OddSize, oddSizesOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/impossible-quantity',
  guide: 'reliability/memory-bounds',
  summary: 'Reports amounts of CPU and memory that the API server refuses or no node can give.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unreadable: '"{value}" is no amount of {resource}: the API server refuses the object.',
    fraction: '"{value}" of {resource} is less than a byte (m is milli): {effect}.',
    tiny: '"{value}" of {resource} is a number of bytes too small for any program: {effect}.',
    huge: '"{value}" of CPU are {cores} cores: no node has as many, so the pod is never scheduled.',
    inverted: 'The limit of {value} {resource} is below the request of {request}: the API server refuses the object.',
  },
  alsoKnownAs: ['polaris/memoryLimitsRange', 'kube-score/container-resource-requests-equal-limits'],

  check(document, context) {
    const pods = document.objects.flatMap(object => object.podSpec() ?? []);
    context.each(pods, pod => {
      for (const size of allContainers(pod).flatMap(oddSizesOf)) {
        const { type, field, meant, request, of } = size;
        const edit = meant === undefined ? undefined : treeEdits(document.tree).setScalar(field.node, meant);
        const fixes = [edit && { title: `Write ${meant}`, safety: 'unsafe' as const, edits: [edit] }];
        const resource = size.resource === 'cpu' ? 'CPU' : size.resource;
        const value = field.text;
        const effect = of === 'limits' ? 'the container cannot start' : 'nothing is reserved for the container';
        if (type === 'huge') context.report({ at: field, message: type, data: { value, cores: coresOf(size) }, fixes });
        else if (type === 'inverted')
          context.report({ at: field, message: type, data: { value, resource, request }, fixes });
        else if (type === 'unreadable') context.report({ at: field, message: type, data: { value, resource }, fixes });
        else context.report({ at: field, message: type, data: { value, resource, effect }, fixes });
      }
    });
  },
});

function coresOf({ field }: OddSize): number {
  return Math.round(Number(field.value?.milli ?? 0n) / 1000);
}
