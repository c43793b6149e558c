package com.jisu.logs.app.logstash;

/**
 * Where something stands in a configuration.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(String file, int line, int column) {

    /** The file's name without its folders, and the line: {@code logstash.conf:12}. */
    public String brief() {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
