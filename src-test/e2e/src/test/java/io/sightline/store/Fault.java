package io.sightline.store;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Faults on the way between us and a store that is all right itself. */
public final class Fault {
    private static final String NOT_IMPLEMENTED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not \
            implemented</Message><Resource>/</Resource><RequestId>1</RequestId></Error>""";

    private Fault() {}

    /** Which requests a fault meets. */
    public interface Choice {
        boolean meets(Request request);
    }

    /** Such requests get to the store, and nobody hears how it went. */
    public static Interceptor losesTheAnswer(Choice choice) {
        return chain -> {
            var answer = chain.proceed(chain.request());
            if (!choice.meets(chain.request())) {
                return answer;
            }
            answer.close();
            throw new IOException("unexpected end of stream");
        };
    }

    /** Such requests are refused as by a store that knows no conditions. */
    public static Interceptor knowsNo(Choice choice) {
        return chain -> choice.meets(chain.request())
                ? answer(chain.request(), 501, NOT_IMPLEMENTED)
                : chain.proceed(chain.request());
    }

    /** Such requests are refused as by a store that is about to give up. */
    public static Interceptor unavailable(Choice choice) {
        return chain -> choice.meets(chain.request())
                ? answer(chain.request(), 503, NOT_IMPLEMENTED.replace("NotImplemented", "SlowDown"))
                : chain.proceed(chain.request());
    }

    /** Such requests are refused as by a store whose policy does not permit them. */
    public static Interceptor forbidden(Choice choice) {
        return chain -> choice.meets(chain.request())
                ? answer(chain.request(), 403, NOT_IMPLEMENTED.replace("NotImplemented", "AccessDenied"))
                : chain.proceed(chain.request());
    }

    public static boolean isConditional(Request request) {
        return request.header("If-None-Match") != null;
    }

    private static Response answer(Request request, int status, String body) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("fault")
                .header("Content-Type", "application/xml")
                .body(ResponseBody.create(body, MediaType.get("application/xml")))
                .build();
    }
}
