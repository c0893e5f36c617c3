// Node's ws: each message to all, an acknowledgement to its sender.
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: true });
server.on("connection", (socket) => {
  socket.send('{"type":"welcome"}');
  socket.on("error", () => {}); // a client that left in haste
  socket.on("message", (data) => {
    const text = data.toString();
    for (const client of server.clients) client.send(text);
    socket.send(JSON.stringify({ type: "ack", id: JSON.parse(text).id }));
  });
});
