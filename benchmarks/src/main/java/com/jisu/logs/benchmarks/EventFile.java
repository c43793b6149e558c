package com.jisu.logs.benchmarks;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/** {@code ./jisu-logs bench events KIND COUNT}: writes events as JSON lines, for {@code ./jisu-logs parse}. */
final class EventFile {

    private EventFile() {}

    static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Usage: jisu-logs bench events nginx|application|docker|KIND COUNT > FILE");
            System.err.println("KIND of lines that rules are for: haproxy, apache");
            System.err.println("KIND of lines that are really written: real, logger, access, trace, or one of "
                    + Arrays.toString(RealLine.values()).toLowerCase(Locale.ROOT));
            System.exit(2);
        }
        RuledLines lines = new RuledLines();
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            for (int left = Integer.parseInt(args[1]); left > 0; left--) {
                out.write(lines.next(args[0]));
                out.write('\n');
            }
        }
    }
}
