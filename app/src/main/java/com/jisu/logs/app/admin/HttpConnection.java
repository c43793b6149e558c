package com.jisu.logs.app.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the admin port. Runs on the event loop, hands each request to a worker and takes the next one when
 * it has been answered, so that answers leave in the order of their requests.
 *
 * <p>Netty's own FlowControlHandler would hold back the requests that came in one packet with another. It is not used,
 * because since 4.2.15 it forgets that it was asked to read when a request comes in pieces (netty/netty#17050).
 */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private static final int MAX_WAITING = 16;

    /** What was asked, without the buffers that it came in. */
    private record Asked(HttpMethod method, String uri, HttpHeaders headers, boolean readable) {}

    /** Who is waited for. In the order of these, connections make room for others. */
    enum Phase {
        /** The client, for the rest of a request or for its next one. */
        RECEIVING,
        /** The client, which is to take an answer. */
        WRITING,
        /** A worker. */
        ANSWERING,
        /** Nobody: a stream goes on until its reader goes. */
        STREAMING
    }

    private final Endpoint endpoint;
    private final Function<String, Executor> workers;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private Phase phase = Phase.RECEIVING;
    private long phaseSince = System.nanoTime();

    /** @param workers who answers a URI */
    HttpConnection(Endpoint endpoint, Function<String, Executor> workers) {
        this.endpoint = endpoint;
        this.workers = workers;
    }

    Phase phase() {
        return phase;
    }

    /** Of {@link System#nanoTime}. */
    long phaseSince() {
        return phaseSince;
    }

    private void enter(Phase next) {
        phase = next;
        phaseSince = System.nanoTime();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (phase == Phase.STREAMING || waiting.size() >= MAX_WAITING) {
            context.close(); // nothing more can be asked here
            return;
        }
        waiting.add(new Asked(
                request.method(),
                request.uri(),
                request.headers().copy(),
                request.decoderResult().isSuccess()));
        if (phase == Phase.RECEIVING) {
            next(context);
        }
    }

    /** Answers the request that has waited longest; reads on where there is none. */
    private void next(ChannelHandlerContext context) {
        Asked asked = waiting.poll();
        if (asked != null) {
            enter(Phase.ANSWERING);
            answer(context, asked);
        } else {
            enter(Phase.RECEIVING);
            context.read();
        }
    }

    private void answer(ChannelHandlerContext context, Asked asked) {
        HttpMethod method = asked.method();
        if (!asked.readable()) {
            // What follows could not be told from the rest of it: the connection ends here.
            write(
                    context,
                    Answer.text(400, "this is no HTTP request that can be read\n")
                            .withHeaders(Map.of("Connection", "close")),
                    HttpMethod.GET);
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            write(
                    context,
                    Answer.text(405, "only GET and HEAD are answered here\n").withHeaders(Map.of("Allow", "GET, HEAD")),
                    HttpMethod.GET);
        } else {
            hand(context, asked);
        }
    }

    private void hand(ChannelHandlerContext context, Asked asked) {
        try {
            workers.apply(asked.uri()).execute(() -> {
                Answer answer = answer(asked.uri(), asked.headers());
                handBack(context, answer, asked.method());
            });
        } catch (RejectedExecutionException e) {
            write(context, Answer.text(503, "too many requests at once\n"), asked.method());
        }
    }

    /** Runs on a worker. */
    private void handBack(ChannelHandlerContext context, Answer answer, HttpMethod method) {
        try {
            context.executor().execute(() -> {
                if (context.channel().isActive()) { // else it has gone meanwhile
                    write(context, answer, method);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "The admin port was closed before {} had its answer",
                    context.channel().remoteAddress());
        }
    }

    private Answer answer(String uri, HttpHeaders headers) {
        try {
            return endpoint.answer(Request.of(uri, headers));
        } catch (IllegalArgumentException e) {
            return Answer.text(400, e.getMessage() + "\n");
        } catch (RuntimeException e) {
            LOG.error("The admin port can not answer {}", uri, e);
            return Answer.text(500, "this failed; the log says how\n");
        }
    }

    private void write(ChannelHandlerContext context, Answer answer, HttpMethod method) {
        if (answer.opened().isPresent() && method.equals(HttpMethod.GET)) {
            stream(context, answer);
            return;
        }
        enter(Phase.WRITING);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        context.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && HttpUtil.isKeepAlive(response)) {
                next(context);
            } else {
                context.close();
            }
        });
    }

    private void stream(ChannelHandlerContext context, Answer answer) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        answer.headers().forEach(response.headers()::set);
        HttpUtil.setTransferEncodingChunked(response, true);
        enter(Phase.STREAMING);
        context.pipeline().remove(ReadTimeoutHandler.class); // its reader has nothing more to say
        context.writeAndFlush(response);
        context.read(); // notices when it goes
        answer.opened().orElseThrow().accept(new EventStream(context.channel()));
    }

    /** A timeout, or a connection that broke: nothing that the operator has to know of. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("An admin connection of {} ends", context.channel().remoteAddress(), cause);
        context.close();
    }
}
