"""The peer: FastAPI on uvicorn. Set PEER_MODEL to an ONNX file and PEER_THREADS to the threads of a run."""

import os

import cv2
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool

from detector import Detector

cv2.setNumThreads(1)
detector = Detector(os.environ["PEER_MODEL"], int(os.environ.get("PEER_THREADS", "1")))
app = FastAPI()


@app.get("/ready")
def ready() -> dict:
    return {"ready": True}


@app.post("/v1/inference")
async def inference(request: Request) -> dict:
    body = await request.body()
    return await run_in_threadpool(detector.detect, body)
