package com.jisu.logs.app.input;

import com.jisu.logs.parsers.LogType;
import java.util.Iterator;

/** The names of the log types that are parsed, as values that a command line's help and completion offer. */
public final class LogTypeNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return LogType.names().iterator();
    }
}
