package com.jisu.logs.app.live;

import com.jisu.logs.app.admin.Answer;
import com.jisu.logs.app.admin.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may see the live page. Immutable. */
final class Access {

    private static final String OTHERS = "jisu-logs: /metrics /health/live /health/ready\n";
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** What browsers say of requests that this page made, or that a person did by hand (Fetch Metadata). */
    private static final Set<String> OWN = Set.of("", "same-origin", "none");

    private final boolean open;
    private final boolean anyName;
    private final String whyNot;

    /**
     * @param host where the admin port listens
     * @param wanted what the operator said, if anything
     */
    Access(String host, Optional<Boolean> wanted) {
        boolean loopback = isLoopback(host);
        open = wanted.orElse(loopback);
        anyName = wanted.orElse(false);
        whyNot = wanted.isPresent()
                ? "The live page is off: admin.live-page is false.\n"
                : "The live page is off: it shows log contents, and other machines can reach this port (admin.host is "
                        + host + "). With admin.live-page: true it is served all the same.\n";
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it can not be listened on either
        }
    }

    /** The answer where the page is not for this request. */
    Optional<Answer> refusal(Request request) {
        boolean data = request.path().startsWith("/live/");
        if (!open) {
            return Optional.of(
                    request.path().equals("/") ? Answer.text(200, OTHERS + whyNot) : Answer.text(404, whyNot));
        }
        if (!anyName && !namesThisMachine(request.header("host"))) {
            return Optional.of(Answer.text(
                    403,
                    OTHERS
                            + "The live page is shown only under this machine's own names, such as localhost."
                            + " With admin.live-page: true it is shown under any.\n"));
        }
        if (data && !OWN.contains(request.header("sec-fetch-site"))) {
            return Optional.of(Answer.text(403, "Not for pages of another site.\n"));
        }
        return Optional.empty();
    }

    private static boolean namesThisMachine(String hostHeader) {
        return LOOPBACK.matcher(PORT.matcher(hostHeader).replaceFirst("")).matches();
    }
}
