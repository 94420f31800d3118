/** Routes that go live in the packaged runtime. */
@NullMarked
package io.sightline.runtime;

import org.jspecify.annotations.NullMarked;
