import { rooms } from '../architecture.ts'

/** The prefix of a room's doors in imports: `company/customers` is `#company/customers`. */
const doorsOf = (folder: string): string[] => [`#${folder}`, `#${folder}/*`]

/**
 * The linter's rules, with one override per room that names the doors it may not open, so that an editor says so while one
 * types. Later overrides replace earlier ones, so each list is complete. Ways around the doors by relative paths are found
 * by tests/tidy/borders.test.ts, because patterns cannot tell how deep a file lies.
 */
export function lintRules(): object {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    categories: { correctness: 'error', suspicious: 'off' },
    ignorePatterns: ['dist', 'data', 'src/**/*.generated.ts'],
    rules: {
      'typescript/no-explicit-any': 'error',
      'typescript/no-non-null-assertion': 'error',
      'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
      'no-empty': 'error',
      'no-debugger': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // What is refused in text that people type is exactly control characters.
      'no-control-regex': 'off',
      // Kysely asks for a generator even of a driver that cannot stream.
      'require-yield': 'off',
    },
    overrides: [
      ...rooms.map((room) => ({
        files: [`src/${room.folder}/**`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              patterns: rooms
                .filter((other) => other !== room && !room.mayCall.includes(other.folder))
                .map((other) => ({
                  group: doorsOf(other.folder),
                  message: `${room.folder} may not call ${other.folder} (architecture.ts).`,
                })),
            },
          ],
        },
      })),
      {
        files: ['**/*.test.ts', '**/*.test.tsx', '**/*.fixtures.ts', 'src/routing/benchmarks/**', 'src/ui/gallery/**'],
        rules: { 'no-restricted-imports': 'off' },
      },
    ],
  }
}
