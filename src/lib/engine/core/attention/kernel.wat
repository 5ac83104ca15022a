;; The arithmetic of attention over cached keys and values: matrix products and softmax on float32 rows in one memory,
;; 128-bit SIMD. `npm run kernel` assembles it into kernel-binary.ts, which is what runs.
;; Strides and addresses are in bytes; matrices are row-major; numbers of columns are multiples of 4.
(module
  (import "attention" "memory" (memory 1))

  ;; c [4, 8] += a [4, inner] b [inner, 8]: its sums and operands fit the 16 registers of x86
  (func $tile4x8
    (param $a i32) (param $b i32) (param $c i32) (param $inner i32)
    (param $aStride i32) (param $bStride i32) (param $cStride i32)
    (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $c1 i32) (local $c2 i32) (local $c3 i32)
    (local $left v128) (local $right v128) (local $x v128)
    (local $l0 v128) (local $l1 v128) (local $l2 v128) (local $l3 v128)
    (local $r0 v128) (local $r1 v128) (local $r2 v128) (local $r3 v128)
    (local.set $a1 (i32.add (local.get $a) (local.get $aStride)))
    (local.set $a2 (i32.add (local.get $a1) (local.get $aStride)))
    (local.set $a3 (i32.add (local.get $a2) (local.get $aStride)))
    (local.set $c1 (i32.add (local.get $c) (local.get $cStride)))
    (local.set $c2 (i32.add (local.get $c1) (local.get $cStride)))
    (local.set $c3 (i32.add (local.get $c2) (local.get $cStride)))
    (local.set $l0 (v128.load (local.get $c)))
    (local.set $r0 (v128.load offset=16 (local.get $c)))
    (local.set $l1 (v128.load (local.get $c1)))
    (local.set $r1 (v128.load offset=16 (local.get $c1)))
    (local.set $l2 (v128.load (local.get $c2)))
    (local.set $r2 (v128.load offset=16 (local.get $c2)))
    (local.set $l3 (v128.load (local.get $c3)))
    (local.set $r3 (v128.load offset=16 (local.get $c3)))
    (loop $next
      (local.set $left (v128.load (local.get $b)))
      (local.set $right (v128.load offset=16 (local.get $b)))
      (local.set $x (v128.load32_splat (local.get $a)))
      (local.set $l0 (f32x4.add (local.get $l0) (f32x4.mul (local.get $x) (local.get $left))))
      (local.set $r0 (f32x4.add (local.get $r0) (f32x4.mul (local.get $x) (local.get $right))))
      (local.set $x (v128.load32_splat (local.get $a1)))
      (local.set $l1 (f32x4.add (local.get $l1) (f32x4.mul (local.get $x) (local.get $left))))
      (local.set $r1 (f32x4.add (local.get $r1) (f32x4.mul (local.get $x) (local.get $right))))
      (local.set $x (v128.load32_splat (local.get $a2)))
      (local.set $l2 (f32x4.add (local.get $l2) (f32x4.mul (local.get $x) (local.get $left))))
      (local.set $r2 (f32x4.add (local.get $r2) (f32x4.mul (local.get $x) (local.get $right))))
      (local.set $x (v128.load32_splat (local.get $a3)))
      (local.set $l3 (f32x4.add (local.get $l3) (f32x4.mul (local.get $x) (local.get $left))))
      (local.set $r3 (f32x4.add (local.get $r3) (f32x4.mul (local.get $x) (local.get $right))))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (local.set $a1 (i32.add (local.get $a1) (i32.const 4)))
      (local.set $a2 (i32.add (local.get $a2) (i32.const 4)))
      (local.set $a3 (i32.add (local.get $a3) (i32.const 4)))
      (local.set $b (i32.add (local.get $b) (local.get $bStride)))
      (br_if $next (local.tee $inner (i32.sub (local.get $inner) (i32.const 1)))))
    (v128.store (local.get $c) (local.get $l0))
    (v128.store offset=16 (local.get $c) (local.get $r0))
    (v128.store (local.get $c1) (local.get $l1))
    (v128.store offset=16 (local.get $c1) (local.get $r1))
    (v128.store (local.get $c2) (local.get $l2))
    (v128.store offset=16 (local.get $c2) (local.get $r2))
    (v128.store (local.get $c3) (local.get $l3))
    (v128.store offset=16 (local.get $c3) (local.get $r3)))

  ;; c [1, 64] += a [1, inner] b [inner, 64]: one token's row, whose speed is that of reading b, straight on. Its 16
  ;; sums are more than the registers of x86 hold beside the rest; two passes over b of 32 columns each took a third longer.
  (func $tile1x64 (param $a i32) (param $b i32) (param $c i32) (param $inner i32) (param $bStride i32)
    (local $x v128)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (local $c4 v128) (local $c5 v128) (local $c6 v128) (local $c7 v128)
    (local $c8 v128) (local $c9 v128) (local $c10 v128) (local $c11 v128)
    (local $c12 v128) (local $c13 v128) (local $c14 v128) (local $c15 v128)
    (local.set $c0 (v128.load (local.get $c)))
    (local.set $c1 (v128.load offset=16 (local.get $c)))
    (local.set $c2 (v128.load offset=32 (local.get $c)))
    (local.set $c3 (v128.load offset=48 (local.get $c)))
    (local.set $c4 (v128.load offset=64 (local.get $c)))
    (local.set $c5 (v128.load offset=80 (local.get $c)))
    (local.set $c6 (v128.load offset=96 (local.get $c)))
    (local.set $c7 (v128.load offset=112 (local.get $c)))
    (local.set $c8 (v128.load offset=128 (local.get $c)))
    (local.set $c9 (v128.load offset=144 (local.get $c)))
    (local.set $c10 (v128.load offset=160 (local.get $c)))
    (local.set $c11 (v128.load offset=176 (local.get $c)))
    (local.set $c12 (v128.load offset=192 (local.get $c)))
    (local.set $c13 (v128.load offset=208 (local.get $c)))
    (local.set $c14 (v128.load offset=224 (local.get $c)))
    (local.set $c15 (v128.load offset=240 (local.get $c)))
    (loop $next
      (local.set $x (v128.load32_splat (local.get $a)))
      (local.set $c0 (f32x4.add (local.get $c0) (f32x4.mul (local.get $x) (v128.load (local.get $b)))))
      (local.set $c1 (f32x4.add (local.get $c1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $b)))))
      (local.set $c2 (f32x4.add (local.get $c2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $b)))))
      (local.set $c3 (f32x4.add (local.get $c3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $b)))))
      (local.set $c4 (f32x4.add (local.get $c4) (f32x4.mul (local.get $x) (v128.load offset=64 (local.get $b)))))
      (local.set $c5 (f32x4.add (local.get $c5) (f32x4.mul (local.get $x) (v128.load offset=80 (local.get $b)))))
      (local.set $c6 (f32x4.add (local.get $c6) (f32x4.mul (local.get $x) (v128.load offset=96 (local.get $b)))))
      (local.set $c7 (f32x4.add (local.get $c7) (f32x4.mul (local.get $x) (v128.load offset=112 (local.get $b)))))
      (local.set $c8 (f32x4.add (local.get $c8) (f32x4.mul (local.get $x) (v128.load offset=128 (local.get $b)))))
      (local.set $c9 (f32x4.add (local.get $c9) (f32x4.mul (local.get $x) (v128.load offset=144 (local.get $b)))))
      (local.set $c10 (f32x4.add (local.get $c10) (f32x4.mul (local.get $x) (v128.load offset=160 (local.get $b)))))
      (local.set $c11 (f32x4.add (local.get $c11) (f32x4.mul (local.get $x) (v128.load offset=176 (local.get $b)))))
      (local.set $c12 (f32x4.add (local.get $c12) (f32x4.mul (local.get $x) (v128.load offset=192 (local.get $b)))))
      (local.set $c13 (f32x4.add (local.get $c13) (f32x4.mul (local.get $x) (v128.load offset=208 (local.get $b)))))
      (local.set $c14 (f32x4.add (local.get $c14) (f32x4.mul (local.get $x) (v128.load offset=224 (local.get $b)))))
      (local.set $c15 (f32x4.add (local.get $c15) (f32x4.mul (local.get $x) (v128.load offset=240 (local.get $b)))))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (local.set $b (i32.add (local.get $b) (local.get $bStride)))
      (br_if $next (local.tee $inner (i32.sub (local.get $inner) (i32.const 1)))))
    (v128.store (local.get $c) (local.get $c0))
    (v128.store offset=16 (local.get $c) (local.get $c1))
    (v128.store offset=32 (local.get $c) (local.get $c2))
    (v128.store offset=48 (local.get $c) (local.get $c3))
    (v128.store offset=64 (local.get $c) (local.get $c4))
    (v128.store offset=80 (local.get $c) (local.get $c5))
    (v128.store offset=96 (local.get $c) (local.get $c6))
    (v128.store offset=112 (local.get $c) (local.get $c7))
    (v128.store offset=128 (local.get $c) (local.get $c8))
    (v128.store offset=144 (local.get $c) (local.get $c9))
    (v128.store offset=160 (local.get $c) (local.get $c10))
    (v128.store offset=176 (local.get $c) (local.get $c11))
    (v128.store offset=192 (local.get $c) (local.get $c12))
    (v128.store offset=208 (local.get $c) (local.get $c13))
    (v128.store offset=224 (local.get $c) (local.get $c14))
    (v128.store offset=240 (local.get $c) (local.get $c15)))

  ;; c [1, 4] += a [1, inner] b [inner, 4]: what the larger tiles leave over
  (func $tile1x4 (param $a i32) (param $b i32) (param $c i32) (param $inner i32) (param $bStride i32)
    (local $sum v128)
    (local.set $sum (v128.load (local.get $c)))
    (loop $next
      (local.set $sum
        (f32x4.add (local.get $sum) (f32x4.mul (v128.load32_splat (local.get $a)) (v128.load (local.get $b)))))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (local.set $b (i32.add (local.get $b) (local.get $bStride)))
      (br_if $next (local.tee $inner (i32.sub (local.get $inner) (i32.const 1)))))
    (v128.store (local.get $c) (local.get $sum)))

  ;; One row: c [1, columns] += a [1, inner] b [inner, columns]
  (func $addRow
    (param $a i32) (param $b i32) (param $c i32) (param $inner i32) (param $columns i32) (param $bStride i32)
    (block $narrow
      (loop $wide
        (br_if $narrow (i32.lt_u (local.get $columns) (i32.const 64)))
        (call $tile1x64 (local.get $a) (local.get $b) (local.get $c) (local.get $inner) (local.get $bStride))
        (local.set $b (i32.add (local.get $b) (i32.const 256)))
        (local.set $c (i32.add (local.get $c) (i32.const 256)))
        (local.set $columns (i32.sub (local.get $columns) (i32.const 64)))
        (br $wide)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $columns)))
        (call $tile1x4 (local.get $a) (local.get $b) (local.get $c) (local.get $inner) (local.get $bStride))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (local.set $c (i32.add (local.get $c) (i32.const 16)))
        (local.set $columns (i32.sub (local.get $columns) (i32.const 4)))
        (br $next))))

  ;; c [rows, columns] += a [rows, inner] b [inner, columns]
  (func (export "addProduct")
    (param $a i32) (param $b i32) (param $c i32) (param $rows i32) (param $inner i32) (param $columns i32)
    (param $aStride i32) (param $bStride i32) (param $cStride i32)
    (local $at i32)
    ;; Four rows at a time, as far as eight columns fit; what is left of the columns goes row by row.
    (block $single
      (br_if $single (i32.and (local.get $columns) (i32.const 7)))
      (loop $four
        (br_if $single (i32.lt_u (local.get $rows) (i32.const 4)))
        (local.set $at (i32.const 0))
        (loop $across
          (call $tile4x8
            (local.get $a) (i32.add (local.get $b) (local.get $at)) (i32.add (local.get $c) (local.get $at))
            (local.get $inner) (local.get $aStride) (local.get $bStride) (local.get $cStride))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $across (i32.lt_u (local.get $at) (i32.shl (local.get $columns) (i32.const 2)))))
        (local.set $a (i32.add (local.get $a) (i32.shl (local.get $aStride) (i32.const 2))))
        (local.set $c (i32.add (local.get $c) (i32.shl (local.get $cStride) (i32.const 2))))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
        (br $four)))
    (block $done
      (loop $row
        (br_if $done (i32.eqz (local.get $rows)))
        (call $addRow
          (local.get $a) (local.get $b) (local.get $c) (local.get $inner) (local.get $columns) (local.get $bStride))
        (local.set $a (i32.add (local.get $a) (local.get $aStride)))
        (local.set $c (i32.add (local.get $c) (local.get $cStride)))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $row))))

  ;; e^x for x <= 0, to 2 units in the last place: Cephes' expf (S. Moshier), 2^n times a polynomial in the rest.
  ;; Exactly 0 below -87, where float32 ends; what is no number stays none.
  (func $exp (param $x v128) (result v128)
    (local $n v128) (local $r v128) (local $p v128)
    (local.set $n (f32x4.nearest (f32x4.mul (local.get $x) (f32x4.splat (f32.const 1.44269504088896341)))))
    (local.set $r (f32x4.sub (local.get $x) (f32x4.mul (local.get $n) (f32x4.splat (f32.const 0.693359375)))))
    (local.set $r (f32x4.sub (local.get $r) (f32x4.mul (local.get $n) (f32x4.splat (f32.const -2.12194440e-4)))))
    (local.set $p (f32x4.splat (f32.const 1.9875691500e-4)))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 1.3981999507e-3))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 8.3334519073e-3))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 4.1665795894e-2))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 1.6666665459e-1))))
    (local.set $p (f32x4.add (f32x4.mul (local.get $p) (local.get $r)) (f32x4.splat (f32.const 5.0000001201e-1))))
    (local.set $p
      (f32x4.add
        (f32x4.add (f32x4.mul (local.get $p) (f32x4.mul (local.get $r) (local.get $r))) (local.get $r))
        (f32x4.splat (f32.const 1))))
    (v128.andnot
      (f32x4.mul
        (local.get $p)
        (i32x4.shl
          (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (i32x4.splat (i32.const 127)))
          (i32.const 23)))
      (f32x4.lt (local.get $x) (f32x4.splat (f32.const -87)))))

  (func $largestLane (param $x v128) (result f32)
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
      (f32.max (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))

  (func $sumOfLanes (param $x v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
      (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))

  ;; In place: softmax of scale times the first `count` of `width` numbers (a multiple of 4); the others become 0.
  (func (export "softmax") (param $row i32) (param $count i32) (param $width i32) (param $scale f32)
    (local $at i32) (local $end i32) (local $tail i32)
    (local $factor v128) (local $top v128) (local $sum v128) (local $x v128)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $width) (i32.const 2))))
    (local.set $tail (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $factor (f32x4.splat (local.get $scale)))
    ;; Behind the row: minus infinity, of which exp makes 0.
    (block $filled
      (loop $fill
        (br_if $filled (i32.ge_u (local.get $tail) (local.get $end)))
        (f32.store (local.get $tail) (f32.const -inf))
        (local.set $tail (i32.add (local.get $tail) (i32.const 4)))
        (br $fill)))
    (local.set $top (f32x4.splat (f32.const -inf)))
    (local.set $at (local.get $row))
    (loop $next
      (local.set $x (f32x4.mul (v128.load (local.get $at)) (local.get $factor)))
      (v128.store (local.get $at) (local.get $x))
      (local.set $top (f32x4.pmax (local.get $x) (local.get $top)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $top (f32x4.splat (call $largestLane (local.get $top))))
    (local.set $at (local.get $row))
    (loop $next
      (local.set $x (call $exp (f32x4.sub (v128.load (local.get $at)) (local.get $top))))
      (v128.store (local.get $at) (local.get $x))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $factor (f32x4.splat (f32.div (f32.const 1) (call $sumOfLanes (local.get $sum)))))
    (local.set $at (local.get $row))
    (loop $next
      (v128.store (local.get $at) (f32x4.mul (v128.load (local.get $at)) (local.get $factor)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))
)
