package com.jisu.logs.endtoend;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The three roles in one process, on servers that the test holds. */
final class Roles {

    private Roles() {}

    /** Starts them on any free ports and waits until they run. */
    static Program start(Path directory, String bootstrapServers, String elasticsearchUrl, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "ingest",
                "streams",
                "sink",
                "--set=kafka.bootstrap-servers=" + bootstrapServers,
                "--set=sink.elasticsearch.url=" + elasticsearchUrl,
                "--set=streams.state-directory=" + directory.resolve("streams"),
                "--set=tail.environment=development",
                // The tests' events have fixed dates, whenever they are run.
                "--set=streams.max-event-age=40000d",
                "--set=streams.max-event-ahead=40000d",
                "--set=ingest.host=localhost",
                "--set=ingest.port=0",
                "--set=admin.port=0"));
        arguments.addAll(List.of(more));
        Program roles = Program.start(directory, arguments.toArray(String[]::new));
        roles.awaitOnStderr("metrics and health on port");
        return roles;
    }

    /** Connects to their Beats input as Filebeat does. */
    static LumberjackClient connect(Program roles) throws IOException {
        return connect(roles, null);
    }

    /** The same over TLS. */
    static LumberjackClient connect(Program roles, SSLContext tls) throws IOException {
        return LumberjackClient.connect(
                LumberjackClient.Settings.of("localhost", roles.port("Beats input on port"))
                        .withTls(tls),
                acknowledged -> {});
    }

    static void send(LumberjackClient filebeat, List<byte[]> events) throws IOException {
        for (byte[] event : events) {
            filebeat.send(event);
        }
    }
}
