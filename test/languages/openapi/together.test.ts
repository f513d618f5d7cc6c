import { expect, it } from 'vitest';
import { addPaging, parseOpenApi } from '#languages/openapi';
import { applyEdits } from '#text';

const text = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
  /v1/orders: { $ref: '#/components/pathItems/Orders' }
  /v2/orders: { $ref: '#/components/pathItems/Orders' }
components:
  pathItems:
    Orders:
      get:
        responses: { '200': { description: OK } }
`;

it('writes once what several paths lead to', () => {
  const { api } = parseOpenApi({ uri: 'file:///w/api/openapi.yaml', text });
  expect(api.operations).toHaveLength(2);
  const edits = addPaging(api, api.operations) ?? [];
  expect(applyEdits(text, edits).match(/name: cursor/g)).toHaveLength(1);
});
