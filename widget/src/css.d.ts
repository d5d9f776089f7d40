declare module "*.css" {
  const text: string;
  export default text;
}
declare const process: { env: { PANEL: string; WORDS: string; READING: string; STANDING: string; SEARCH: string; ASKING: string; FOLLOWING: string; HINTING: string; ATTACHING: string; CAPTURING: string } };
