// Node's socket.io: each message to all, an acknowledgement to its sender.
const { Server } = require("socket.io");

const server = new Server({ perMessageDeflate: true });
server.on("connection", (socket) => {
  socket.on("message", (data, acknowledge) => {
    server.emit("message", data);
    acknowledge();
  });
});
server.listen(Number(process.argv[2]));
