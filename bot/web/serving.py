"""The HTTP server, which lets open pages go before it stops: they come back to the next process by themselves."""

import socket

import uvicorn
from fastapi import FastAPI

from bot.web.board import Board


class Server(uvicorn.Server):
    """Without this every open page holds the stop up for as long as it may, and then fills the log."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the open streams, then everything else."""
        app = self.config.app
        assert isinstance(app, FastAPI)  # noqa: S101  (made by make_app)
        board: Board = app.state.board
        board.close()
        await super().shutdown(sockets)
