declare module "*.css" {
  const text: string;
  export default text;
}
declare const process: { env: { VERSION: string; READING: string; STANDING: string; SEARCH: string; ASKING: string; FOLLOWING: string; HINTING: string; ATTACHING: string; CAPTURING: string; CHATTING: string; SOCKET: string } };
