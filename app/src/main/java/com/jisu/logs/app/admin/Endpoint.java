package com.jisu.logs.app.admin;

/** Answers requests, on one of the admin port's worker threads: it may wait a little, and several may be asked at once. */
@FunctionalInterface
public interface Endpoint {

    Answer answer(Request request);
}
