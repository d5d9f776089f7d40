declare module "*.css" {
  const text: string;
  export default text;
}
declare const process: { env: { PANEL: string; WORDS: string; ARTICLE: string } };
