package com.jisu.logs.sink.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jisu.logs.sink.api.SinkSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory.HeapBufferedResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side: sends requests and brings back what came, judging nothing. Thread-safe.
 *
 * <p>Bulk answers arrive on the client's I/O threads, so their receiver must not block. The client itself goes on to
 * the next node where one does not answer.
 */
public final class ElasticsearchConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchConnection.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** For questions about the cluster, which the sink's thread waits for. */
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(10);

    /** Of the answer to a question. A mapping of 10,000 fields has about 1 MiB. */
    private static final int MAX_REPLY_BYTES = 16 * 1024 * 1024;

    /** Of a reason in a log line. */
    private static final int MAX_REASON_CHARS = 500;

    /** How often the files of TLS are looked at, as those of the Beats port are by default. */
    private static final Duration TLS_RELOAD = Duration.ofSeconds(30);

    /** Below the idle timeouts of usual load balancers and firewalls. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(50);

    /**
     * What came back.
     *
     * @param status of HTTP; 0 if there was no answer
     * @param body empty if there was none
     * @param failure why there was no answer
     */
    public record Reply(int status, byte[] body, Optional<Exception> failure) {

        public boolean isOk() {
            return status >= 200 && status <= 299;
        }

        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        /** Whether this is an error in Elasticsearch's own words, and not those of something before it. */
        public boolean isFromElasticsearch() {
            try {
                return json().at("/error/type").isTextual();
            } catch (IOException notJson) {
                return false;
            }
        }

        /** One line for a log: the failure, or the status with Elasticsearch's own reason. */
        public String describe() {
            if (failure.isPresent()) {
                Exception e = failure.get();
                String said = String.valueOf(e.getMessage());
                return said.startsWith("Unrecognized SSL message")
                        ? "it answers without TLS; the URL there begins with http://, not https://"
                        : NodeTls.advice(e)
                                .orElse(e.getMessage() == null ? e.getClass().getSimpleName() : said);
            }
            return "HTTP " + status
                    + reason().map(text -> ": " + shortened(text)).orElse("");
        }

        private static String shortened(String text) {
            String line = text.replaceAll("\\s+", " ");
            return line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS) + "…";
        }

        private Optional<String> reason() {
            try {
                JsonNode error = json().path("error");
                JsonNode reason = error.isTextual() ? error : error.path("reason");
                return reason.isTextual() ? Optional.of(reason.asText()) : Optional.empty();
            } catch (IOException notJson) {
                // A proxy's page, most likely; its first line says enough.
                String text = new String(body, StandardCharsets.UTF_8);
                return text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst();
            }
        }
    }

    private final Supplier<RestClient> clients;
    private final Optional<NodeTls> tls;
    private final boolean encrypted;
    private volatile boolean answered;
    private RestClient client;

    private ElasticsearchConnection(Supplier<RestClient> clients, Optional<NodeTls> tls, boolean encrypted) {
        this.clients = clients;
        this.tls = tls;
        this.encrypted = encrypted;
        this.client = clients.get();
    }

    /** The client ends for good when one of its I/O threads meets an exception: then another takes its place. */
    private synchronized RestClient client() {
        if (!client.isRunning()) {
            LOG.warn("the HTTP client has stopped by an error; going on with a new one");
            try {
                client.close();
            } catch (IOException e) {
                LOG.debug("the stopped client did not close in order", e);
            }
            client = clients.get();
        }
        return client;
    }

    /**
     * Opens nothing yet; the first request does. The files of TLS are read now, and again when they change.
     *
     * @throws IllegalArgumentException if such a file can not be used, naming its key
     */
    public static ElasticsearchConnection to(SinkSettings settings) {
        return to(settings, TLS_RELOAD);
    }

    /** @param reload how often the files of TLS are looked at */
    static ElasticsearchConnection to(SinkSettings settings, Duration reload) {
        HttpHost[] hosts =
                settings.urls().stream().map(ElasticsearchConnection::host).toArray(HttpHost[]::new);
        Optional<NodeTls> tls = settings.access().tls().client().map(files -> new NodeTls(files, reload));
        int timeout = Math.toIntExact(settings.requestTimeout().toMillis());
        RestClientBuilder builder = RestClient.builder(hosts)
                .setRequestConfigCallback(config -> config.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setConnectionRequestTimeout(timeout)
                        .setSocketTimeout(timeout))
                .setHttpClientConfigCallback(http -> configure(http, settings, tls));
        settings.access()
                .authorization()
                .ifPresent(value ->
                        builder.setDefaultHeaders(new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, value)}));
        String path = SinkSettings.pathOf(settings.urls().get(0));
        if (!path.isEmpty()) {
            builder.setPathPrefix(path);
        }
        return new ElasticsearchConnection(
                builder::build, tls, settings.urls().stream().anyMatch(url -> "https".equals(url.getScheme())));
    }

    /** Asks and waits, for at most some seconds. */
    public Reply ask(String method, String path) {
        return ask(method, path, Optional.empty());
    }

    /** Sends JSON and waits, for at most some seconds. */
    public Reply ask(String method, String path, byte[] json) {
        return ask(method, path, Optional.of(new NByteArrayEntity(json, ContentType.APPLICATION_JSON)));
    }

    /** Asks for an index's mapping and settings, or the part of them that a filter path lets through. */
    public Reply index(String index, String filterPath) {
        return ask("GET", path(index) + "?filter_path=" + filterPath);
    }

    /** The path of an index: a name may hold what a path may not. */
    public static String path(String index) {
        return "/" + URLEncoder.encode(index, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply ask(String method, String path, Optional<HttpEntity> entity) {
        Request request = new Request(method, path);
        entity.ifPresent(request::setEntity);
        int timeout = (int) QUESTION_TIMEOUT.toMillis();
        request.setOptions(RequestOptions.DEFAULT.toBuilder()
                .setHttpAsyncResponseConsumerFactory(new HeapBufferedResponseConsumerFactory(MAX_REPLY_BYTES))
                .setRequestConfig(RequestConfig.custom()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setConnectionRequestTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build()));
        try {
            return reply(client().performRequest(request));
        } catch (IOException | RuntimeException e) {
            return reply(e);
        }
    }

    /** Whether there is such an index, or whether there is can not be told now. */
    public boolean mayExist(String index) {
        return ask("HEAD", path(index)).status() != 404;
    }

    /** Sends a bulk request; the answer, or its absence, goes to the receiver exactly once. */
    public void bulk(HttpEntity body, Consumer<Reply> receiver) {
        Request request = new Request("POST", "/_bulk");
        request.addParameter("filter_path", BulkAnswer.FILTER);
        request.setEntity(body);
        client().performRequestAsync(request, new ResponseListener() {
            @Override
            public void onSuccess(Response response) {
                receiver.accept(reply(response));
            }

            @Override
            public void onFailure(Exception exception) {
                receiver.accept(reply(exception));
            }
        });
    }

    private Reply reply(Response response) {
        answered = true;
        try {
            HttpEntity entity = response.getEntity();
            byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            return new Reply(response.getStatusLine().getStatusCode(), body, Optional.empty());
        } catch (IOException | RuntimeException e) {
            return new Reply(0, new byte[0], Optional.of(e));
        }
    }

    private Reply reply(Exception exception) {
        if (exception instanceof ResponseException answered) {
            return reply(answered.getResponse());
        }
        return new Reply(0, new byte[0], Optional.of(encrypted && !answered ? NodeTls.ofFirst(exception) : exception));
    }

    private static HttpHost host(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : 9200;
        return new HttpHost(url.getHost(), port, url.getScheme());
    }

    private static HttpAsyncClientBuilder configure(
            HttpAsyncClientBuilder http, SinkSettings settings, Optional<NodeTls> tls) {
        int connections = settings.requestsInFlight() + 1;
        tls.ifPresent(http::setSSLStrategy);
        return http.setMaxConnPerRoute(connections)
                .setMaxConnTotal(connections * settings.urls().size())
                .setKeepAliveStrategy((response, context) -> KEEP_ALIVE.toMillis())
                .setUserAgent("jisu-logs")
                .disableAuthCaching()
                .disableCookieManagement();
    }

    @Override
    public synchronized void close() throws IOException {
        tls.ifPresent(NodeTls::close);
        client.close();
    }
}
