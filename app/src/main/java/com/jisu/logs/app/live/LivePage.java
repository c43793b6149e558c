package com.jisu.logs.app.live;

import com.jisu.logs.app.admin.Answer;
import com.jisu.logs.app.admin.Endpoint;
import com.jisu.logs.app.admin.Health;
import com.jisu.logs.app.admin.Request;
import com.jisu.logs.app.letters.LetterText;
import com.jisu.logs.app.retention.HeadroomWatch;
import com.jisu.logs.records.SteadyClock;
import com.jisu.logs.records.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The live page and its data: {@code /} and {@code /live/*}. Thread-safe.
 *
 * <p>It shows log contents to whoever can open it. Without being told otherwise it is there only where the admin port is
 * on loopback, and then only for requests that name this machine: a page of another site whose name has been pointed at
 * 127.0.0.1 gets nothing (DNS rebinding).
 */
public final class LivePage implements Endpoint, AutoCloseable {

    /**
     * What the page needs of the configuration.
     *
     * @param host the admin port's
     * @param wanted {@code admin.live-page}
     * @param streamsGroup the consumer group of the streams role
     * @param sinkGroup the consumer group of the sink
     * @param kafka client properties
     * @param letters what is shown of dead letters
     */
    public record Settings(
            String host,
            Optional<Boolean> wanted,
            Topics topics,
            String streamsGroup,
            String sinkGroup,
            Map<String, Object> kafka,
            LetterText letters) {}

    /** Nothing but this page's own files runs, and no text becomes markup, whatever a log line says. */
    private static final Map<String, String> PROTECTION = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Access access;
    private final Status status;
    private final Backlogs backlogs;
    private final LiveTail tail;

    /**
     * @param roles that run in this process
     * @param headrooms how long the readers' topics still keep what was not read
     * @param clock by which the age of backlogs is told
     */
    public LivePage(
            Settings settings,
            MeterRegistry metrics,
            List<Health> roles,
            Supplier<List<HeadroomWatch.Reading>> headrooms,
            SteadyClock clock) {
        access = new Access(settings.host(), settings.wanted());
        backlogs = new Backlogs(settings.kafka(), readers(settings, roles), clock);
        tail = new LiveTail(settings.topics(), settings.kafka(), settings.letters());
        status = new Status(roles, new Meters(metrics), backlogs, headrooms, tail);
    }

    private static List<Backlogs.Reader> readers(Settings settings, List<Health> roles) {
        return List.of(
                        new Backlogs.Reader(
                                "streams",
                                settings.streamsGroup(),
                                settings.topics().raw()),
                        new Backlogs.Reader(
                                "sink", settings.sinkGroup(), settings.topics().parsed()))
                .stream()
                .filter(reader -> roles.stream().anyMatch(role -> role.role().equals(reader.role())))
                .toList();
    }

    @Override
    public Answer answer(Request request) {
        Optional<Answer> refusal = access.refusal(request);
        return refusal.orElseGet(() -> page(request)).withHeaders(PROTECTION);
    }

    private Answer page(Request request) {
        return switch (request.path()) {
            case "/" -> file("index.html", "text/html; charset=utf-8");
            case "/live/page.css" -> file("page.css", "text/css; charset=utf-8");
            case "/live/icon.svg" -> file("icon.svg", "image/svg+xml");
            case "/live/page.js",
                    "/live/flow.js",
                    "/live/samples.js",
                    "/live/tail.js",
                    "/live/dead.js",
                    "/live/text.js" ->
                file(request.path().substring("/live/".length()), "text/javascript; charset=utf-8");
            case "/live/status" -> Answer.json(200, status.json());
            case "/live/tail" -> tail(request);
            default -> Answer.text(404, "not here; try / /metrics /health/live /health/ready\n");
        };
    }

    private Answer tail(Request request) {
        TailFilter filter =
                new TailFilter(request.parameter("type"), request.parameter("environment"), request.parameter("text"));
        if (tail.viewers() >= LiveTail.MAX_VIEWERS) {
            return Answer.text(503, LiveTail.MAX_VIEWERS + " watch the tail already, which is as many as may\n");
        }
        return Answer.events(stream -> {
            Viewer viewer = new Viewer(filter, stream);
            tail.join(viewer);
            stream.onClose(() -> tail.leave(viewer));
        });
    }

    private static Answer file(String name, String contentType) {
        try (InputStream file = LivePage.class.getResourceAsStream("/live/" + name)) {
            return Answer.of(200, contentType, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tail.close();
        backlogs.close();
    }
}
