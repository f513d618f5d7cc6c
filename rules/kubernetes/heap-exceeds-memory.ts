import { defineRule } from '#engine';
import { allContainers, fitHeap, overfullHeaps } from '#languages/kubernetes';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/heap-exceeds-memory',
  guide: 'reliability/memory-bounds',
  summary: 'Reports heaps that do not fit into the memory limit of their container.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    exceeds:
      '{flag} of "{container}" is {share}% of its memory limit of {limit}: it is killed before it ever cleans up its heap.',
  },

  check(document, context) {
    for (const object of document.objects) {
      for (const container of allContainers(object.podSpec())) {
        for (const overfull of overfullHeaps(container, document.text)) {
          const { heap, limit, limitText } = overfull;
          if (!contains(container.span, heap.span)) continue;
          const edit = fitHeap(document.tree, overfull);
          const share = Math.round((heap.bytes / limit) * 100);
          const title = `Leave room beside the heap (${heap.write(limit * heap.advised)})`;
          context.report({
            at: heap.span,
            message: 'exceeds',
            data: { flag: heap.flag, container: container.shownName, share, limit: limitText },
            fixes: [edit && { title, safety: 'unsafe', edits: [edit] }],
          });
        }
      }
    }
  },
});
