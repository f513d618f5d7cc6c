import { defineRule } from '#engine';
import { indexOf, isForGateway, requestAuthenticationOf, type UnitIndex } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/gateway-only-validation',
  guide: 'security/token-validation',
  summary: 'Reports tokens that are validated at the gateway and in none of the services behind it.',
  severity: 'info',
  recommended: false,
  fixable: 'no',
  messages: {
    gateway:
      '"{name}" validates tokens at the gateway only: whoever calls a service of "{namespace}" past it needs none.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    for (const object of document.objects) {
      const found = object.partial ? undefined : requestAuthenticationOf(object);
      if (!found || found.rules.length === 0 || !object.nameNode || !isForGateway(found)) continue;
      const namespace = unvalidated(indexOf(context.workspace.allFacts('kubernetes')), object.namespace);
      if (namespace === undefined) continue;
      const name = object.name ?? '(templated)';
      context.report({ at: object.nameNode, message: 'gateway', data: { name, namespace } });
    }
  },
});

/** A namespace that gets calls through the mesh and in which nothing validates tokens. */
function unvalidated(all: UnitIndex, gatewayNamespace: string | undefined): string | undefined {
  const inServices = all.having('authentication').filter(({ facts }) => !facts.authentication.forGateway);
  // For the whole mesh, or for a namespace that is not known.
  if (inServices.some(({ facts: { namespace } }) => namespace === undefined || namespace === 'istio-system'))
    return undefined;
  const validating = new Set(inServices.map(({ facts }) => facts.namespace));
  return all
    .having('routesInMesh')
    .flatMap(({ facts }) => facts.namespace ?? [])
    .find(namespace => namespace !== gatewayNamespace && !validating.has(namespace));
}
