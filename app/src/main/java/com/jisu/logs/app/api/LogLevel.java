package com.jisu.logs.app.api;

/** {@code logging.level} and {@code logging.levels.*}: what is logged, and everything that is worse. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
}
