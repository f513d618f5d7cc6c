import { defineRule } from '#engine';
import {
  allContainers,
  type Container,
  helmValuesOf,
  imageReference,
  isInfrastructure,
  isNonProductionPath,
  isWebServer,
  type KubernetesObject,
  type Unit,
} from '#languages/kubernetes';
import { asScalar } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/unpinned-image',
  guide: 'security/external-configuration',
  summary: 'Reports images without a tag, and with a tag that moves.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    missing: 'Image "{image}" has no tag: a pod that restarts may run another version than its neighbours.',
    moving: 'Image "{image}" follows "{tag}": a pod that restarts may run another version than its neighbours.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/latest-tag',
    'kube-score/container-image-tag',
    'checkov/CKV_K8S_14',
    'polaris/tagNotSpecified',
    'trivy/KSV-0013',
  ],

  check(document, context) {
    if (isNonProductionPath(document.uri)) return;
    for (const { image, enabled } of helmValuesOf(document)?.sections ?? []) {
      const tag = image?.tag?.value;
      // Without a tag, charts take the version of their application.
      if (!image?.tag || !tag || !MOVING.has(tag) || enabled === false || image.digest?.value) continue;
      const shown = `${image.repository?.value ?? ''}:${tag}`;
      context.report({ at: image.tag, message: 'moving', data: { image: shown, tag } });
    }
    const pinned = imagesPinnedIn(context.workspace.facts('kubernetes'));
    for (const object of document.objects) {
      for (const container of allContainers(object.podSpec())) {
        const node = asScalar(container.node.get('image'));
        const { image } = container;
        if (!node || !image || !contains(container.span, node.span) || isWrittenLater(image, container, object))
          continue;
        const { name, tag, digest } = imageReference(image);
        if (digest !== undefined || (tag !== undefined && !MOVING.has(tag)) || pinned.has(name)) continue;
        if (tag === undefined) context.report({ at: node, message: 'missing', data: { image } });
        else context.report({ at: node, message: 'moving', data: { image, tag } });
      }
    }
  },
});

const MOVING: ReadonlySet<string> = new Set(['latest', 'stable', 'main', 'master', 'edge', 'nightly', '']);

/**
 * Built on the machine that runs it, or a name that a build tool replaces by what it has built: `ko://…`, Kubebuilder's
 * `controller:latest`, Skaffold's bare name of the workload itself.
 */
function isWrittenLater(image: string, { node }: Container, { name }: KubernetesObject): boolean {
  if (asScalar(node.get('imagePullPolicy'))?.value === 'Never') return true;
  if (
    !/^[\w.:@/-]+$/.test(image) ||
    image.startsWith('ko:') ||
    image.startsWith('github.com/') ||
    image === 'controller:latest'
  )
    return true;
  return image === name && !isInfrastructure(image) && !isWebServer(image);
}

function imagesPinnedIn(unit: Unit): ReadonlySet<string> {
  const replaced = [...unit.values()].flatMap(({ kustomization }) => kustomization?.images ?? []);
  const pinned = replaced.filter(
    one => one.digest !== undefined || (one.newTag !== undefined && !MOVING.has(one.newTag)),
  );
  return new Set(pinned.map(({ name }) => name));
}
