/** How pg turns a value into a parameter. Its types do not cover `lib/`, which its package exports. */
declare module 'pg/lib/utils.js' {
  const utils: { readonly prepareValue: (value: unknown) => string | Buffer | null }
  export default utils
}
