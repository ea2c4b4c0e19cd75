// A DynamoDB engine in memory on a free port, which it prints. Ends when its standard input does: with whoever started it.
import dynalite from 'dynalite';

const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });

// Real endpoints keep connections long enough that clients do not meet one being closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('close', () => process.exit()).resume();
