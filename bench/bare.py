"""The smallest Flask page there is: what ours are held against."""

from flask import Flask

application = Flask(__name__)


@application.get("/")
def hello() -> str:
    return "<!doctype html><title>Hallo</title><p>Hallo</p>"
