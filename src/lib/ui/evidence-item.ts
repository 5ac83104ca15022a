// A measured sentence as lists show it.
export interface Evidence {
	id: string;
	text: string;
	stance: 'for' | 'against';
	predictsFiring: boolean;
	fires: boolean;
	peak: number;
	by: string | null;
	createdAt: string;
}
