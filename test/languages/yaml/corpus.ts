/** Texts in the shape of what people write, made here; sizes by argument. */

export function openApi(paths: number): string {
  const lines = [
    'openapi: 3.0.3',
    'info:',
    '  title: "Shop 🛒"',
    "  version: '1.0'",
    '  description: |',
    '    # not a comment',
    '    Sells: things',
    '',
    'paths:',
  ];
  for (let index = 0; index < paths; index++) {
    lines.push(
      `  /v1/things${index}/{id}:`,
      '    # what it does',
      '    get:',
      `      operationId: getThing${index}`,
      '      parameters:',
      '        - name: id',
      '          in: path',
      '          required: true',
      '          schema: { type: string, maxLength: 64 }',
      '        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }',
      '      responses:',
      "        '200':",
      '          description: >-',
      '            Found: the thing',
      '            as it is # really',
      '          content:',
      '            application/json:',
      '              schema:',
      `                $ref: '#/components/schemas/Thing${index % 7}' # shared`,
      "        '404': {description: none}",
    );
    if (index % 3 === 0) lines.push('    delete:', '      responses: {}', '      tags: [a, "b: c", \'d\']');
  }
  lines.push('components:', '  schemas:');
  for (let index = 0; index < 7; index++)
    lines.push(
      `    Thing${index}:`,
      '      type: object',
      '      required:',
      '      - id',
      '      - name',
      '      properties:',
      '        id:',
      '          type: string',
      '        name:',
      '          type: string',
    );
  return `${lines.join('\n')}\n`;
}

export function manifests(documents: number): string {
  const one = (index: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  labels: &labels${index}
    app: web-${index}
    "tier": 'front'
spec:
  replicas: ${index}
  selector:
    matchLabels: *labels${index}
  template:
    metadata:
      labels:
        <<: *labels${index}
        extra: yes
    spec:
      containers:
      - name: web # the main one
        image: "shop/web:1.${index}"
        command: ["sh", "-c", "echo 'hi # there'"]
        args:
        - --flag=a:b
        - |
          while true; do
            sleep 1 # not a comment
          done
        env:
        -   name: A
            value: "1"
        - name: B

        ports: [{containerPort: 8080}]
      - name: side
        image: side:2
        resources: {}
`;
  return Array.from({ length: documents }, (_, index) => one(index)).join('---\n');
}

/** One sequence item that is far longer than a fragment. */
export function longItem(keys: number): string {
  const lines = [
    'items:',
    '- name: first',
    '- kind: CustomResourceDefinition',
    '  spec:',
    '    versions:',
    '      - name: v1',
    '        schema:',
    '          properties:',
  ];
  for (let index = 0; index < keys; index++)
    lines.push(
      `            key${index}:`,
      '              type: string',
      `              description: "number ${index}"`,
    );
  lines.push('        served: true', '  status: {}', '- name: last');
  return `${lines.join('\n')}\n`;
}

export const oddities: readonly string[] = [
  '',
  '\n',
  '# only a comment\n',
  'a',
  'a: 1',
  '\ufeffa: 1\nb: 2\n',
  'a: 1\r\nb:\r\n  - x\r\n  - |\r\n    text\r\n    more\r\nc: "d\r\n  e"\r\n',
  '---\na: 1\n---\n---\nb: 2\n...\n',
  '# top\n---\na: 1 # x\n--- # marker\nb: 2\n',
  '%YAML 1.2\n---\na: 1\n---\nb: !!str 2\n',
  '--- |\n  text\n  more: x\n--- {a: 1}\n--- !tag [x]\n',
  '? a\n: b\n? [x, y]\n: z\n',
  '  a: 1\n  b:\n    c: 2\n',
  "a: \"x\\n\\u00e9\\x41 y\"\nb: 'it''s'\nc: plain # c\nd: plain#no\n",
  'a: >\n  folded\n  text\n\n  more\n   indented\n\nb: |-\n  x\n\n\nc: |+\n  y\n\nd: >2\n    z\n',
  'a:\n- b\n- c\nd:\n  - e\n  -\n  - - f\n    - g\n  - h: 1\n    i: 2\n',
  'a: &x {k: 1, l: [1, 2]}\nb: *x\nc: [*x, *x]\nd:\n  <<: *x\n  m: 1\n',
  'a: multi\n  line\n  plain\nb:\n  multi\n\n  again\nc: x\n',
  '{"a": 1, "b": {"c": [true, null, 1.5e3]}, d: ~, "e":"f"}\n',
  '[a, {b: c}, d: e, "f", ]\n',
  'a: [\n  b, # one\n  c,\n  ]\nd: {\n  e: 1,\n  f: 2\n}\n',
  '"q k": 1\n\'s k\': 2\n-3: x\n1: y\nnull: z\n😀: 🎉\na😀b: "😀" # 😀\n',
  'a: !!int "3"\nb: !!str 4\nc: !Ref d\ne: ! 5\nf: &g !h i\n',
  'a:\n\n\n  # comment\n\n  b: 1\n# outdented\n  c: 2\n',
  'x: 0x1F\no: 0o17\nf: .5\ng: -.inf\nn: .nan\nt: True\ns: yes\nz: 012\n',
  'url: http://a.b/c?d=e:f#g\ntime: 12:30\nv: a:b\n',
];
