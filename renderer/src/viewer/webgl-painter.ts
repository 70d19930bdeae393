/** Draws tiles with WebGL 2: the mix is computed for each pixel of the screen, in each frame. */
import {
  COLOUR_TABLE_EDGE,
  type ColourTable,
} from "../../../models/image/colour-table.ts";
import {
  type PreviewTile,
  TEXTURE_SCALE,
  type TileView,
} from "../../../models/inference/preview-tile.ts";
import { mixOf } from "../../../models/inference/blend.ts";
import { invariant } from "../../../models/errors.ts";
import { halvesOfDifferences } from "./half.ts";
import type { Look, Painter, Picture } from "./painter.ts";
import type { Surface } from "./tile-store.ts";
import type { Size } from "./tiles.ts";

export interface WebglSurface extends Surface {
  /** Red, green, blue of the file. */
  readonly noisy: WebGLTexture;
  /** What the network removed: red, green, blue, and the texture among it. */
  readonly removed: WebGLTexture;
}

const VERTEX = `#version 300 es
uniform vec4 place; // left, top, right, bottom on the canvas, in clip coordinates
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(mix(place.xy, place.zw, at), 0, 1);
}`;

/** mixTile, with samples of 0..1, and then convertColours. */
const FRAGMENT = `#version 300 es
precision highp float;
const float edge = ${COLOUR_TABLE_EDGE}.0;
precision mediump sampler3D;
uniform sampler2D noisy, removed;
uniform sampler3D table;
uniform float offset, keep, take, luma, chroma, returned, opacity, convert;
uniform vec3 circle; // middle and radius on the canvas; a radius of 0 is none
in vec2 at;
out vec4 colour;
void main() {
  if (circle.z > 0.0 && distance(gl_FragCoord.xy, circle.xy) > circle.z) discard;
  vec4 gone = texture(removed, at);
  float grey = (luma - chroma) / 3.0 * (gone.r + gone.g + gone.b) - returned * gone.a;
  vec3 shown = offset + keep * texture(noisy, at).rgb - take * (chroma * gone.rgb + grey);
  if (convert > 0.0)
    shown = texture(table, (clamp(shown, 0.0, 1.0) * (edge - 1.0) + 0.5) / edge).rgb;
  colour = opacity * vec4(shown, 1);
}`;

const UNIFORMS = [
  "place",
  "noisy",
  "removed",
  "offset",
  "keep",
  "take",
  "luma",
  "chroma",
  "returned",
  "opacity",
  "table",
  "convert",
  "circle",
] as const;
type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;

export class WebglPainter implements Painter<WebglSurface> {
  readonly #gl: WebGL2RenderingContext;
  readonly #uniforms: Uniforms;
  readonly #smooth: WebGLSampler;
  readonly #crisp: WebGLSampler;
  /** Halves of differences of 16-bit samples. */
  readonly #halves = halvesOfDifferences();
  #colours: ColourTable | null = null;

  /** Null where there is no WebGL 2. */
  static on(canvas: HTMLCanvasElement): WebglPainter | null {
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false });
    return gl && new WebglPainter(gl);
  }

  private constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    const program = link(gl);
    gl.useProgram(program);
    this.#uniforms = Object.fromEntries(
      UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]),
    ) as Uniforms;
    gl.uniform1i(this.#uniforms.noisy, 0);
    gl.uniform1i(this.#uniforms.removed, 1);
    gl.uniform1i(this.#uniforms.table, 2);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    this.#smooth = sampler(gl, gl.LINEAR);
    this.#crisp = sampler(gl, gl.NEAREST);
  }

  load(tile: PreviewTile): WebglSurface {
    const gl = this.#gl;
    const { width, height, noisy } = tile;
    const texture = (format: number, layout: number, samples: Samples) =>
      upload(gl, tile, format, layout, samples);
    const deep = noisy instanceof Uint16Array;
    return {
      width,
      height,
      bytes: width * height * (deep ? 16 : 12),
      noisy: deep
        ? texture(gl.RGB16F, gl.RGB, this.#toHalves(noisy))
        : texture(gl.RGB8, gl.RGB, noisy),
      removed: texture(gl.RGBA16F, gl.RGBA, this.#removed(tile)),
    };
  }

  release({ noisy, removed }: WebglSurface): void {
    this.#gl.deleteTexture(noisy);
    this.#gl.deleteTexture(removed);
  }

  paint(
    size: Size,
    pictures: readonly Picture<WebglSurface>[],
    look: Look,
    colours: ColourTable | null,
  ): boolean {
    const gl = this.#gl;
    this.#use(colours);
    gl.viewport(0, 0, size.width, size.height);
    gl.disable(gl.SCISSOR_TEST);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    const { place, opacity } = this.#uniforms;
    for (const { pane, quads, smooth } of pictures) {
      this.#aim(pane.view, look);
      this.#clip(size, pane);
      if (pane.shape === "circle") {
        // Wipes off what lies under it: beside the image are its surroundings.
        gl.uniform1f(opacity, 0);
        gl.uniform4f(place, -1, 1, 1, -1);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      }
      gl.uniform1f(opacity, 1);
      const sampling = smooth ? this.#smooth : this.#crisp;
      gl.bindSampler(0, sampling);
      gl.bindSampler(1, sampling);
      for (const { surface, left, top, right, bottom } of quads) {
        gl.activeTexture(gl.TEXTURE0);
        gl.bindTexture(gl.TEXTURE_2D, surface.noisy);
        gl.activeTexture(gl.TEXTURE1);
        gl.bindTexture(gl.TEXTURE_2D, surface.removed);
        gl.uniform4f(
          place,
          (2 * left) / size.width - 1,
          1 - (2 * top) / size.height,
          (2 * right) / size.width - 1,
          1 - (2 * bottom) / size.height,
        );
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      }
    }
    return true;
  }

  dispose(): void {
    // Browsers allow a page few contexts.
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #use(colours: ColourTable | null): void {
    if (colours === this.#colours) return;
    this.#colours = colours;
    if (colours) uploadTable(this.#gl, colours);
  }

  #aim(view: TileView, { settings, gain }: Look): void {
    const gl = this.#gl;
    const at = this.#uniforms;
    const mix = mixOf(settings);
    const residual = view === "residual";
    // What was removed is no colour.
    gl.uniform1f(at.convert, this.#colours && !residual ? 1 : 0);
    gl.uniform1f(at.offset, residual ? 0.5 : 0);
    gl.uniform1f(at.keep, residual ? 0 : 1);
    gl.uniform1f(at.take, residual ? -gain : view === "after" ? 1 : 0);
    gl.uniform1f(at.luma, mix.luma);
    gl.uniform1f(at.chroma, mix.chroma);
    gl.uniform1f(at.returned, mix.texture);
  }

  /** Canvases count rows from the top, WebGL from the bottom. */
  #clip({ height }: Size, { clip, shape }: Picture<WebglSurface>["pane"]) {
    const gl = this.#gl;
    const bottom = height - clip.y - clip.height;
    const [x, y] = [Math.floor(clip.x), Math.floor(bottom)];
    gl.scissor(x, y, Math.ceil(clip.width), Math.ceil(clip.height));
    const radius = shape === "circle" ? clip.width / 2 : 0;
    gl.uniform3f(
      this.#uniforms.circle,
      clip.x + radius,
      bottom + radius,
      radius,
    );
  }

  #toHalves(samples: Uint16Array): Uint16Array {
    const halves = this.#halves;
    return samples.map((sample) => halves[sample + 65535]!);
  }

  /** Differences keep their precision as halves, also where the residual is amplified. */
  #removed({ width, height, noisy, denoised, texture }: PreviewTile) {
    const halves = this.#halves;
    const scale = noisy instanceof Uint16Array ? 1 : 257;
    const toSamples = 65535 / TEXTURE_SCALE;
    const removed = new Uint16Array(4 * width * height);
    for (let from = 0, to = 0, i = 0; to < removed.length; i++, to += 4) {
      for (let c = 0; c < 3; c++, from++)
        removed[to + c] =
          halves[noisy[from]! * scale - denoised[from]! + 65535]!;
      if (texture)
        removed[to + 3] = halves[Math.round(texture[i]! * toSamples) + 65535]!;
    }
    return removed;
  }
}

type Samples = Uint8Array | Uint16Array;

function upload(
  gl: WebGL2RenderingContext,
  { width, height }: PreviewTile,
  format: number,
  layout: number,
  samples: Samples,
): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
  gl.texSubImage2D(
    gl.TEXTURE_2D,
    0,
    0,
    0,
    width,
    height,
    layout,
    samples instanceof Uint16Array ? gl.HALF_FLOAT : gl.UNSIGNED_BYTE,
    samples,
  );
  return texture;
}

/** Onto the third texture unit, where it stays; the browser frees the one before. */
function uploadTable(gl: WebGL2RenderingContext, colours: ColourTable): void {
  gl.activeTexture(gl.TEXTURE2);
  gl.bindTexture(gl.TEXTURE_3D, gl.createTexture());
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_3D, name, gl.LINEAR);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R])
    gl.texParameteri(gl.TEXTURE_3D, name, gl.CLAMP_TO_EDGE);
  const edge = COLOUR_TABLE_EDGE;
  const [format, type] = [gl.RGB, gl.UNSIGNED_BYTE];
  gl.texImage3D(
    ...([gl.TEXTURE_3D, 0, gl.RGB8, edge, edge, edge, 0] as const),
    ...([format, type, colours] as const),
  );
}

function sampler(gl: WebGL2RenderingContext, filter: number): WebGLSampler {
  const result = gl.createSampler();
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.samplerParameteri(result, name, filter);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
    gl.samplerParameteri(result, name, gl.CLAMP_TO_EDGE);
  return result;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    // A lost context makes none; what is drawn then is drawn again when it is back.
    if (!shader) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  const failed =
    !gl.isContextLost() && !gl.getProgramParameter(program, gl.LINK_STATUS);
  invariant(!failed, `the tiles' shader: ${gl.getProgramInfoLog(program)}`);
  return program;
}
