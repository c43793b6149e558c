package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A headless Chromium with one page, driven by the DevTools protocol: the dozen commands that the test needs, over the
 * JDK's own WebSocket.
 */
final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Map<Integer, CompletableFuture<JsonNode>> unanswered = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private WebSocket devTools;

    private Chromium(Process process) {
        this.process = process;
    }

    /** The browser's program, where one is installed. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param directory empty; takes the browser's profile and output */
    static Chromium start(Path program, Path directory) throws Exception {
        Path profile = Files.createDirectories(directory.resolve("profile"));
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("chromium.txt").toFile())
                .start();
        Chromium chromium = new Chromium(process);
        try {
            chromium.connect(profile.resolve("DevToolsActivePort"));
            return chromium;
        } catch (Exception | Error e) {
            chromium.close();
            throw e;
        }
    }

    private void connect(Path portFile) throws Exception {
        await("Chromium's DevTools port").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("Chromium ended with exit code " + process.exitValue());
            }
            return Files.exists(portFile) && Files.readAllLines(portFile).size() == 2;
        });
        String port = Files.readAllLines(portFile).get(0);
        HttpClient http = HttpClient.newHttpClient();
        JsonNode targets = JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
        String page = StreamSupport.stream(targets.spliterator(), false)
                .filter(target -> target.path("type").asText().equals("page"))
                .findFirst()
                .orElseThrow()
                .path("webSocketDebuggerUrl")
                .asText();
        devTools = http.newWebSocketBuilder()
                .buildAsync(URI.create(page), new Messages())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            command(domain + ".enable", Map.of());
        }
    }

    /** Opens an address and waits until its scripts have run. */
    void open(String url) {
        command("Page.navigate", Map.of("url", url));
        awaitTrue("location.href !== 'about:blank' && document.readyState === 'complete'");
    }

    /** The value of a JavaScript expression. */
    JsonNode evaluate(String expression) {
        JsonNode answer = command(
                "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    int count(String selector) {
        return evaluate("document.querySelectorAll('" + selector + "').length").asInt();
    }

    void awaitTrue(String expression) {
        await(expression).atMost(PATIENCE).until(() -> evaluate(expression).asBoolean());
    }

    /** Clicks in the middle of an element, as a mouse does, once it has stood still for a frame. */
    void click(String selector) {
        for (int tries = 1; !clickOnce(selector); tries++) {
            assertThat(tries).as("clicks beside " + selector).isLessThan(10);
        }
    }

    /** Says whether it hit: what the page shows may move just then. */
    private boolean clickOnce(String selector) {
        JsonNode at = evaluate("(async () => { const element = document.querySelector('" + selector + "');"
                + " window.hit = false; document.addEventListener('click',"
                + " click => window.hit = document.querySelector('" + selector
                + "').contains(click.target), {once: true, capture: true});"
                + " element.scrollIntoView({block: 'nearest'}); let before; let box = element.getBoundingClientRect();"
                + " do { before = box; await new Promise(requestAnimationFrame); box = element.getBoundingClientRect(); }"
                + " while (box.x !== before.x || box.y !== before.y);"
                + " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            command(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.get("x").asDouble(),
                            "y",
                            at.get("y").asDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
        return evaluate("window.hit").asBoolean();
    }

    /** Puts the cursor into a field and types. */
    void type(String selector, String text) {
        evaluate("document.querySelector('" + selector + "').focus()");
        command("Input.insertText", Map.of("text", text));
    }

    /** Sets a field or a list, as a person does who chooses in it or clears it. */
    void choose(String selector, String value) {
        evaluate("(() => { const field = document.querySelector('" + selector + "'); field.value = '" + value + "';"
                + " field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    void emulate(int width, int height, boolean dark) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void screenshot(Path file) throws IOException {
        JsonNode answer = command("Page.captureScreenshot", Map.of("format", "png"));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    /** What the console holds of errors: exceptions, refused resources, violations of the page's policy. */
    List<String> complaints() {
        return complaints;
    }

    private JsonNode command(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        unanswered.put(id, answer);
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", JSON.valueToTree(parameters));
        devTools.sendText(command.toString(), true);
        try {
            JsonNode message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new AssertionError(method + ": " + message.get("error"));
            }
            return message.path("result");
        } catch (Exception e) {
            throw new AssertionError(method + " is not answered", e);
        }
    }

    /** Puts the parts of messages together, and sorts answers from events. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            try {
                JsonNode message = JSON.readTree(text);
                if (message.has("id")) {
                    unanswered.remove(message.get("id").asInt()).complete(message);
                } else {
                    note(message.path("method").asText(), message.path("params"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void note(String method, JsonNode event) {
            boolean complaint = switch (method) {
                case "Runtime.exceptionThrown" -> true;
                case "Log.entryAdded" -> event.at("/entry/level").asText().equals("error");
                case "Runtime.consoleAPICalled" -> event.path("type").asText().equals("error");
                default -> false;
            };
            if (complaint) {
                complaints.add(event.toString());
            }
        }
    }

    @Override
    public void close() {
        if (devTools != null) {
            devTools.abort();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join(); // then its profile can be deleted
    }
}
