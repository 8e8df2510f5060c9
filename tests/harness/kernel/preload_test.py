"""An unmodified asyncio program, for windtunnel's preloaded kernel: a server, a client, an hour of sleep."""
import asyncio
import time


async def answer(reader, writer):
    line = await reader.readline()
    await asyncio.sleep(3600)
    writer.write(line.upper())
    await writer.drain()
    writer.close()


async def main():
    begin = time.monotonic()
    server = await asyncio.start_server(answer, "127.0.0.1", 80)
    reader, writer = await asyncio.open_connection("127.0.0.1", 80)
    writer.write(b"hello\n")
    print((await reader.readline()).decode().strip(), round(time.monotonic() - begin))
    writer.close()
    server.close()


asyncio.run(main())
