import { readFileSync } from 'node:fs';
import { type Model, type PrismaDocument, parsePrisma, prismaLanguage } from '#languages/prisma';
import type { Located } from '#text';
import { applyEdits, type TextEdit } from '#text';

export const URI = 'file:///shop/prisma/schema.prisma';

export function parse(text: string, uri = URI): PrismaDocument {
  return parsePrisma({ uri, text });
}

export function modelOf(document: PrismaDocument, name: string): Model {
  const model = document.models.find(one => one.name.text === name);
  if (!model) throw new Error(`no model ${name}`);
  return model;
}

/** The text that a node covers. */
export function slice(document: PrismaDocument, node: Located): string {
  return document.text.slice(node.span.start, node.span.end);
}

export function apply(document: PrismaDocument, edit: TextEdit | undefined): string {
  if (!edit) throw new Error('no edit');
  return applyEdits(document.text, [edit]);
}

/** What a document says, without what depends on how it came to be: for comparing an updated one with a fresh one. */
export function shape(document: PrismaDocument): unknown {
  return JSON.parse(
    JSON.stringify({
      blocks: plain(document.blocks),
      comments: plain(document.comments),
      problems: plain(document.problems),
      fragments: document.fragments.map(({ anchor, length }) => [anchor.base, length]),
      prisma8: document.prisma8,
    }),
  );
}

/** Nodes with their absolute spans; the anchor and the offsets to it are left out. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).filter(
    ([key]) => !['anchor', 'from', 'to', 'knownFacts', 'fields', 'attributes'].includes(key),
  );
  const shown = Object.fromEntries(own.map(([key, one]) => [key, plain(one)]));
  return 'span' in value ? { ...shown, span: value.span } : shown;
}

export async function loadJudge() {
  const path = 'node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm';
  const judge = await prismaLanguage.loadJudge!(async () => new Uint8Array(readFileSync(path)));
  return judge!;
}

/** Most of the language's syntax. Valid for Prisma 7 but for the `url` in the datasource. */
export const BROAD = `// Shop – é, 😀
/* a block
   comment */
generator client {
  provider        = "prisma-client"
  output          = "../generated" // beside
  previewFeatures = ["views", "partialIndexes", "fullTextIndexes"]
  binaryTargets   = ["native", "debian-openssl-3.0.x"]
}

datasource db {
  provider     = "postgresql"
  url          = env("DATABASE_URL")
  relationMode = "foreignKeys"
}

/// A person. "quoted" // twice
model User {
  id        Int       @id @default(autoincrement())
  email     String    @unique(map: "user_email", sort: Desc) @db.VarChar(320) /// é 😀
  role      Role      @default(USER)
  name      String?   @default("a \\"quoted\\" // name {")
  tags      String[]  @default(["a", "b"])
  meta      Json      @default("{ \\"a\\": [1] }")
  score     Decimal   @default(-1.5) @db.Decimal(10, 2)
  location  Unsupported("circle")?
  createdAt DateTime  @default(dbgenerated("now() at time zone 'utc'")) @map("created_at") @db.Timestamptz(3)
  updatedAt DateTime  @updatedAt
  posts     Post[]    @relation("writes")
  edited    Post[]    @relation(name: "edits")
  friends   User[]    @relation("friends")
  friendOf  User[]    @relation("friends")
  profile   Profile?

  @@index([createdAt(sort: Desc), email(ops: raw("text_pattern_ops"))], map: "recent", type: BTree)
  @@index(fields: [role], where: { deletedAt: null, role: { not: null } })
  @@map("users")
  @@ignore
}

model Post {
  id       String  @id @default(uuid(7)) @db.Uuid
  authorId Int     @map("author_id")
  editorId Int?
  author   User    @relation("writes", fields: [authorId], references: [id], onDelete: Cascade, onUpdate: NoAction, map: "fk")
  editor   User?   @relation("edits", fields: [editorId], references: [id])
  model    String // a field may be called like a keyword
  type     String?
  enum     String?

  /* between */
  @@unique([authorId, type], name: "one")
  @@index([model], type: Hash)
  @@index([meta], type: Gin)
  @@fulltext([enum])
}
model Profile {
  userId Int  @id
  user   User @relation(fields: [userId], references: [id])
}

view Summary {
  id    Int @unique
  count BigInt
}

type Address {
  street String
  city   String @map("c")
}

enum Role {
  USER
  ADMIN @map("admin") // boss
  @@map("roles")
}
`;
