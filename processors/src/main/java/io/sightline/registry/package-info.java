/** The registry's wire format: five bytes that name the schema, then the Avro record. */
@NullMarked
package io.sightline.registry;

import org.jspecify.annotations.NullMarked;
