import { defineRule } from '#engine';
import { hostPathsOf, isNodeAgent } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/host-path-state',
  guide: 'performance/stateless-services',
  summary: 'Reports Deployments that keep files in a directory of their node.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    written: 'Pods of "{name}" write to {path} of their node: on another node they start without what they wrote.',
    read: 'Pods of "{name}" read {path} of their node: what they find there differs from node to node.',
  },
  alsoKnownAs: ['kube-linter/writable-host-mount', 'checkov/CKV_K8S_86', 'kubescape/C-0048', 'trivy/KSV-0023'],

  check(document, context) {
    context.each(document.objects, object => {
      const isReplaced = object.kind === 'Deployment' || (object.group === 'argoproj.io' && object.kind === 'Rollout');
      if (!isReplaced || isNodeAgent(object)) return;
      for (const { path, written } of hostPathsOf(object)) {
        const data = { name: object.name ?? '(templated)', path: path.text };
        if (written) context.report({ at: path, message: 'written', data });
        else context.report({ at: path, message: 'read', severity: 'info', data });
      }
    });
  },
});
